/**
 * Recognises personal data: e-mail addresses, telephone and account numbers, payment
 * cards, numbers that states give, addresses of computers and, with poor precision,
 * names.
 */
@NullMarked
package dev.agentservice.guard.redact.personal;

import org.jspecify.annotations.NullMarked;
