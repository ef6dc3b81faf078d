package dev.agentservice.knowledge.settings;

import java.nio.file.Path;
import java.util.Set;

import dev.agentservice.identity.Scope;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A collection of documents. Each tenant that may use it has documents of its own in it.
 *
 * @param language of the documents, an ISO 639 code: how words are reduced to their
 * stems, and the language in which agents search; {@code und} for several
 * @param tenants the names of those that may use it; empty for all
 * @param write which scope may change documents
 * @param personal whether users may have documents of their own beside those that all
 * share
 * @param trusted whether its texts may give agents ideas: a run that reads them stays
 * free to call tools with side effects. Needs {@code write: ops} and
 * {@code personal: false}
 * @param golden a file with golden queries, one in each line, {@code {"query",
 * "documents"}}: by these another embedding model is compared before it is used; null for
 * none
 */
public record CollectionProperties(@NotNull @Pattern(regexp = "[a-z]{2,3}") @DefaultValue("en") String language,
		@DefaultValue Set<String> tenants, @NotNull @DefaultValue("knowledge") Write write,
		@DefaultValue("false") boolean personal, @DefaultValue("false") boolean trusted, @Nullable Path golden) {

	/**
	 * A collection.
	 * @throws IllegalArgumentException if it asks for what there is not, or trusts what
	 * anybody may write
	 */
	@ConstructorBinding
	public CollectionProperties {
		tenants = Set.copyOf(tenants);
		if (trusted && write != Write.OPS) {
			throw new IllegalArgumentException("agent-service.knowledge.collections: 'trusted: true' needs "
					+ "'write: ops', since nobody else may give orders to the runs of others");
		}
		if (trusted && personal) {
			throw new IllegalArgumentException("agent-service.knowledge.collections: 'trusted: true' needs "
					+ "'personal: false', since users store what they were given by others");
		}
	}

	/** A collection without golden queries. */
	public CollectionProperties(String language, Set<String> tenants, Write write, boolean personal, boolean trusted) {
		this(language, tenants, write, personal, trusted, null);
	}

	/** Which scope may change documents. */
	public enum Write {

		/** The scope {@code knowledge}. */
		KNOWLEDGE(Scope.KNOWLEDGE),
		/** The scope {@code ops} besides. */
		OPS(Scope.OPS);

		private final Scope scope;

		Write(Scope scope) {
			this.scope = scope;
		}

		/** The scope itself. */
		public Scope scope() {
			return this.scope;
		}

	}

}
