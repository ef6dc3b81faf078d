/**
 * The events of streamed runs: stored before a client gets them, and readable on any
 * replica. The keys in Redis are described in {@link dev.agentservice.run.event.store};
 * the key of the stream is also the name of the channel on which the number of each
 * block's last event is published.
 */
@NamedInterface("event")
@NullMarked
package dev.agentservice.run.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
