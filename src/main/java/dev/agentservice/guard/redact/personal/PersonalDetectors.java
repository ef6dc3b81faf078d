package dev.agentservice.guard.redact.personal;

import java.util.List;

import dev.agentservice.guard.redact.stage.Detector;

/**
 * All detectors of personal data.
 */
public final class PersonalDetectors {

	private PersonalDetectors() {
	}

	/**
	 * In the order in which they are right where two see something in the same place.
	 * @param phoneRegions in whose national formats telephone numbers are recognised, as
	 * ISO 3166 codes
	 */
	public static List<Detector> of(List<String> phoneRegions) {
		return List.of(new EmailDetector(), new IbanDetector(), new CardDetector(), new NationalIdDetector(),
				new IpDetector(), new PhoneDetector(phoneRegions), new PersonDetector());
	}

}
