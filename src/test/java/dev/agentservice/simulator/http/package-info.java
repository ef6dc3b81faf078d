/**
 * A small HTTP/1.1 server on bare sockets, so that a fault happens on the wire exactly as
 * it was scripted (a reset before the first header, half a chunk, a connection that stays
 * open in silence) and a client that went away is noticed at once, even in silence.
 */
@NullMarked
package dev.agentservice.simulator.http;

import org.jspecify.annotations.NullMarked;
