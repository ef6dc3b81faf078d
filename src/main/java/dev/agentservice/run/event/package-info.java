/**
 * The events of streamed runs: stored before anybody is told, read again from any
 * replica.
 */
@NamedInterface("event")
@NullMarked
package dev.agentservice.run.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
