/**
 * What providers keep of runs as personal data: how long it is known, and what an erasure
 * makes of it.
 */
@NullMarked
package dev.agentservice.llm.remote.personal;

import org.jspecify.annotations.NullMarked;
