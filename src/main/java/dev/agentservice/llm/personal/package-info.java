/**
 * What providers keep of a person's runs, for erasures.
 */
@NullMarked
package dev.agentservice.llm.personal;

import org.jspecify.annotations.NullMarked;
