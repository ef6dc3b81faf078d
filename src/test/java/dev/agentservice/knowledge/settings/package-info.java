/** Tests of how knowledge is configured. */
@NullMarked
package dev.agentservice.knowledge.settings;

import org.jspecify.annotations.NullMarked;
