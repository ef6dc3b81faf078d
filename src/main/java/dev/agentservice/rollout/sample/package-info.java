/**
 * What the replicas counted: cumulative values as they were scraped become increments per
 * replica and block of 15 s.
 */
@NullMarked
package dev.agentservice.rollout.sample;

import org.jspecify.annotations.NullMarked;
