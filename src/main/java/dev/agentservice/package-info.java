/**
 * The service itself: start-up and what holds the features together.
 */
@NullMarked
package dev.agentservice;

import org.jspecify.annotations.NullMarked;
