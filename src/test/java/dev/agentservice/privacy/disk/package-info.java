/**
 * Tests of what is known of the files of Redis.
 */
@NullMarked
package dev.agentservice.privacy.disk;

import org.jspecify.annotations.NullMarked;
