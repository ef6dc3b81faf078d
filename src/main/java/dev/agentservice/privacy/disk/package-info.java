/**
 * Whether the files of Redis still hold what was deleted.
 */
@NullMarked
package dev.agentservice.privacy.disk;

import org.jspecify.annotations.NullMarked;
