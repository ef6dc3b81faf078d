package dev.agentservice.knowledge.manifest;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import org.jspecify.annotations.Nullable;

/**
 * How the storing of a document begins.
 */
public sealed interface Staged {

	/**
	 * This writer may store it.
	 *
	 * @param version the version that it becomes
	 * @param isNew whether there was no such document before
	 * @param before what the version before takes, in bytes
	 * @param unnamed the owner's epoch if it is not stored yet who that is; else empty
	 * @param active how the collection's texts are compared
	 * @param making how they will be, once vectors of that generation are made of all;
	 * null if there is no other one
	 */
	record Begun(long version, boolean isNew, long before, String unnamed, Generation active,
			@Nullable Generation making) implements Staged {

	}

	/**
	 * It is there already, with the same content and settings.
	 *
	 * @param entry what is said of it
	 */
	record Unchanged(DocumentEntry entry) implements Staged {

	}

	/**
	 * It has another version than was expected.
	 *
	 * @param version that version; 0 if there is no such document
	 */
	record Mismatch(long version) implements Staged {

	}

	/**
	 * The collection compares texts otherwise than is configured.
	 *
	 * @param generation how
	 */
	record Bound(String generation) implements Staged {

	}

	/** Another writer is at work on it. */
	record Busy() implements Staged {

	}

	/**
	 * Its owner's data are being erased.
	 *
	 * @param blocked whether they were, and the owner is blocked since
	 */
	record Erasing(boolean blocked) implements Staged {

	}

	/** The collection has as many documents as it may have. */
	record Full() implements Staged {

	}

}
