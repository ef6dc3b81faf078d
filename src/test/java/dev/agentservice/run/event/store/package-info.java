/**
 * Tests of what is stored of events.
 */
@NullMarked
package dev.agentservice.run.event.store;

import org.jspecify.annotations.NullMarked;
