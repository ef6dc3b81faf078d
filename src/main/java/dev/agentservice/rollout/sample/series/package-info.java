/**
 * Which of the service's series count what.
 */
@NullMarked
package dev.agentservice.rollout.sample.series;

import org.jspecify.annotations.NullMarked;
