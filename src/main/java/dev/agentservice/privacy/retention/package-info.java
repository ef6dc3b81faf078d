/**
 * The record of processing: what personal data the service keeps, what for and how long,
 * as the stores themselves declare it; and whether they keep to it.
 */
@NullMarked
package dev.agentservice.privacy.retention;

import org.jspecify.annotations.NullMarked;
