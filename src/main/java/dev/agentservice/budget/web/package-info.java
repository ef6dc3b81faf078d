/**
 * The HTTP face of money: reports for users and operators, and one user's limit of today.
 */
@NullMarked
package dev.agentservice.budget.web;

import org.jspecify.annotations.NullMarked;
