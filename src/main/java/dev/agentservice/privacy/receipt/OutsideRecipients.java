package dev.agentservice.privacy.receipt;

import java.util.Comparator;
import java.util.List;

import dev.agentservice.support.personal.Recipient;
import dev.agentservice.support.personal.Recipients;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Those outside of the service who get personal data, as features name them, with what
 * the operator states about them.
 */
@Component
public class OutsideRecipients {

	private static final String NOT_STATED = "not stated";

	private final ObjectProvider<Recipients> features;

	private final OutsideProperties properties;

	OutsideRecipients(ObjectProvider<Recipients> features, OutsideProperties properties) {
		this.features = features;
		this.properties = properties;
	}

	/** All of them, by their names. */
	public List<Outside> all() {
		return this.features.stream()
			.flatMap((feature) -> feature.recipients().stream())
			.sorted(Comparator.comparing(Recipient::name))
			.map((one) -> new Outside(one.name(), one.what(),
					this.properties.statedRetention().getOrDefault(one.name(), NOT_STATED)))
			.toList();
	}

}
