@echo off
rem Runs the tool of the tree this script lies in. JAVA_HOME, or java on the PATH; JAVA_OPTS is
rem passed to the JVM.
setlocal
for %%i in ("%~dp0..") do set "CLASP_DIR=%%~fi"
set "JAVA_EXE=java"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"

set "JAVA_MAJOR="
for /f "tokens=3" %%v in ('""%JAVA_EXE%" -version 2>&1" ^| findstr /i "version"') do (
  if not defined JAVA_MAJOR for /f "tokens=1 delims=.-+" %%m in ("%%~v") do set "JAVA_MAJOR=%%m"
)
if not defined JAVA_MAJOR (
  echo clasp: Java 17 or newer is needed: set JAVA_HOME or put java on the PATH 1>&2
  exit /b 1
)
if %JAVA_MAJOR% LSS 17 (
  echo clasp: Java 17 or newer is needed, but "%JAVA_EXE%" is version %JAVA_MAJOR% 1>&2
  exit /b 1
)
set "ALLOW="
if %JAVA_MAJOR% GEQ 22 set "ALLOW=--enable-native-access=ALL-UNNAMED"
if %JAVA_MAJOR% GEQ 23 set "ALLOW=%ALLOW% --sun-misc-unsafe-memory-access=allow"

"%JAVA_EXE%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto %ALLOW% %JAVA_OPTS% -cp "%CLASP_DIR%\lib\*;%CLASP_DIR%\bundles\*" to.clasp.cli.Clasp %*
exit /b %ERRORLEVEL%
