/**
 * Money as personal data: books that name a user by tag, how long they are kept, and how
 * they become anonymous.
 */
@NullMarked
package dev.agentservice.budget.personal;

import org.jspecify.annotations.NullMarked;
