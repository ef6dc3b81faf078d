/** Tests of what agents know. */
@NullMarked
package dev.agentservice.knowledge;

import org.jspecify.annotations.NullMarked;
