/** Tests of citations. */
@NullMarked
package dev.agentservice.agent.citation;

import org.jspecify.annotations.NullMarked;
