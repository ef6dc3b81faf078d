/**
 * Tests of what differs where there are only requests.
 */
@NullMarked
package dev.agentservice.support.platform;

import org.jspecify.annotations.NullMarked;
