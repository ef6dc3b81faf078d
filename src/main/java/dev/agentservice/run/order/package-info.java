/**
 * What a run is to do: what the client asks for, in whatever protocol, and how it wants
 * its answer.
 */
@NamedInterface("order")
@NullMarked
package dev.agentservice.run.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
