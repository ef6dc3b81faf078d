/**
 * People take out their data, seen from outside.
 */
@NullMarked
package dev.agentservice.endtoend.privacy;

import org.jspecify.annotations.NullMarked;
