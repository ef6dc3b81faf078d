/**
 * What each feature that keeps personal data says and does about it: what it keeps and
 * how long, how it is erased, how that is verified, and how it is handed to the person.
 * Documents, the record of processing, exports and receipts are all made from it, so they
 * cannot differ.
 */
@NullMarked
package dev.agentservice.support.personal;

import org.jspecify.annotations.NullMarked;
