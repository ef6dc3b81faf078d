/**
 * What Micrometer's own meters lack.
 */
@NullMarked
package dev.agentservice.support.metric;

import org.jspecify.annotations.NullMarked;
