/**
 * What a run is to do: the client's request, in any protocol, and the delivery of its
 * answer.
 */
@NamedInterface("order")
@NullMarked
package dev.agentservice.run.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
