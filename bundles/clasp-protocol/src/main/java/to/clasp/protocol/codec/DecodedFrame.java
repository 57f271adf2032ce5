package to.clasp.protocol.codec;

import to.clasp.protocol.Message;

/**
 * A frame that was read.
 *
 * @param message its message
 * @param options what its header says
 * @param messagePack whether the message was in the legacy MessagePack encoding
 */
public record DecodedFrame(Message message, FrameOptions options, boolean messagePack) {}
