/**
 * Documents as personal data: what they say of those who put them there, and what an
 * erasure makes of it.
 */
@NullMarked
package dev.agentservice.knowledge.personal;

import org.jspecify.annotations.NullMarked;
