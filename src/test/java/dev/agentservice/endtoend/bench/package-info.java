/**
 * What the service costs beside the smallest relay that could stand in its place, both in
 * front of the same simulated provider, in one run: requests, latency, CPU, memory,
 * Redis, and how they grow.
 */
@NullMarked
package dev.agentservice.endtoend.bench;

import org.jspecify.annotations.NullMarked;
