/**
 * Why a provider refused a call, read from its error. Its texts are untrusted: only
 * short, checked names of them are kept.
 */
@NullMarked
package dev.agentservice.llm.refusal;

import org.jspecify.annotations.NullMarked;
