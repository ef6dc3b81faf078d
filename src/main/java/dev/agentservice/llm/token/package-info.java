/**
 * How many tokens a text has, counted or estimated before it is sent.
 */
@NullMarked
package dev.agentservice.llm.token;

import org.jspecify.annotations.NullMarked;
