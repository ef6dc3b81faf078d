/**
 * Tests of a Redis that was restored from a backup.
 */
@NullMarked
package dev.agentservice.privacy.restore;

import org.jspecify.annotations.NullMarked;
