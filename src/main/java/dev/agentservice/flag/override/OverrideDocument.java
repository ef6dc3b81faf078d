package dev.agentservice.flag.override;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.flag.FlagCatalog;
import dev.agentservice.flag.FlagDocument;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;

/**
 * An override as it is stored, if it can be used.
 */
final class OverrideDocument {

	/** So that it fits into the audit log, with what was there before. */
	private static final int MAX_DOCUMENT = 32_000;

	private OverrideDocument() {
	}

	/**
	 * The document of a setting that can be used.
	 * @throws InvalidRequestException naming all that is wrong with it
	 */
	static String of(FlagCatalog catalog, FlagDefinition flag, FlagSetting setting) {
		List<InvalidField> flaws = new ArrayList<>(flag.flaws(setting));
		flaws.addAll(catalog.unusable(flag, setting));
		String document = FlagDocument.write(setting);
		if (document.length() > MAX_DOCUMENT) {
			flaws.add(new InvalidField("rules", "must fit into " + MAX_DOCUMENT + " characters"));
		}
		if (!flaws.isEmpty()) {
			throw new InvalidRequestException(flaws);
		}
		return document;
	}

}
