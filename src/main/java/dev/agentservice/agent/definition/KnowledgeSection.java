package dev.agentservice.agent.definition;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import dev.agentservice.agent.definition.KnowledgeUse.Mode;
import dev.agentservice.knowledge.KnowledgeQuery;
import dev.agentservice.tool.registry.Tools;

/**
 * The block {@code knowledge} of an agent's file.
 */
final class KnowledgeSection {

	private static final int TOP_K = 4;

	private KnowledgeSection() {
	}

	/**
	 * Reads the block.
	 * @param matter the file's front matter
	 * @param knowledge what there is to know
	 * @throws AgentFileException if it cannot be used
	 */
	static KnowledgeUse read(FrontMatter matter, KnowledgeOffer knowledge, Tools tools) {
		return matter.section("knowledge", "collection", "top_k", "mode", "required", "min_score").map((section) -> {
			List<String> collections = section.values("collection",
					(name) -> collection(name, knowledge.collections()));
			if (collections.isEmpty()) {
				throw matter.wrong("knowledge", "'knowledge' must name a 'collection'");
			}
			Mode mode = section.value("mode", KnowledgeSection::mode).orElse(Mode.AUTO);
			if (mode != Mode.AUTO && tools.settings().containsKey(KnowledgeUse.TOOL)) {
				throw section.wrong("mode", "the mode '" + mode.name().toLowerCase(Locale.ROOT) + "' needs the name '"
						+ KnowledgeUse.TOOL + "', which a tool of this deployment has already");
			}
			return new KnowledgeUse(collections, section.value("top_k", KnowledgeSection::topK).orElse(TOP_K), mode,
					section.word("required", KnowledgeSection::truth).orElse(false), minScore(section, knowledge));
		}).orElse(KnowledgeUse.NONE);
	}

	private static String collection(String name, Collection<String> known) {
		if (!known.contains(name)) {
			throw new IllegalArgumentException("there is no collection '" + name + "'; "
					+ (known.isEmpty() ? "none is configured below agent-service.knowledge.collections"
							: "the collections are " + String.join(", ", known)));
		}
		return name;
	}

	private static Mode mode(String text) {
		return switch (text) {
			case "auto" -> Mode.AUTO;
			case "tool" -> Mode.TOOL;
			case "both" -> Mode.BOTH;
			default -> throw new IllegalArgumentException("'" + text + "' is none of auto, tool, both");
		};
	}

	private static int topK(String text) {
		if (!text.matches("[1-9]|1[0-9]|20")) {
			throw new IllegalArgumentException("'" + text + "' is no whole number from 1 to 20");
		}
		return Integer.parseInt(text);
	}

	/** A threshold that decides nothing must not be taken for one. */
	private static double minScore(FrontMatter section, KnowledgeOffer knowledge) {
		if (section.has("min_score") && !knowledge.scored()) {
			throw section.wrong("min_score",
					"'min_score' needs an embedding model, and agent-service.knowledge.embedding " + "names none");
		}
		return section.value("min_score", KnowledgeSection::cosine).orElse(KnowledgeQuery.MIN_SCORE);
	}

	private static double cosine(String text) {
		if (!text.matches("0(\\.[0-9]{1,6})?|1(\\.0{1,6})?")) {
			throw new IllegalArgumentException("'" + text + "' is no number from 0 to 1");
		}
		return Double.parseDouble(text);
	}

	private static boolean truth(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
		};
	}

}
