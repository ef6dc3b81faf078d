package dev.agentservice.guard.redact;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.guard.redact.credential.PrivateKeyStage;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.guard.redact.leak.LeakStage;
import dev.agentservice.guard.redact.leak.MarkerDetector;
import dev.agentservice.guard.redact.link.LinkDetector;
import dev.agentservice.guard.redact.link.LinkJudge;
import dev.agentservice.guard.redact.link.LinkStage;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.InvisibleStage;
import dev.agentservice.guard.redact.stage.SegmentStage;
import dev.agentservice.guard.redact.stage.Stage;

/**
 * The stages that a text passes, put together as a policy says.
 *
 * @param policy what is looked for
 * @param detectors those that need nothing of the text's reader
 */
record StageChain(RedactionPolicy policy, List<Detector> detectors) {

	/** Built from its end. */
	Stage to(Findings findings, Instructions instructions, LinkJudge links, String before, Stage exit) {
		SegmentStage segments = new SegmentStage(detectors(instructions, links), findings, this.policy.longest(), exit);
		segments.remember(before);
		Stage first = segments;
		if (this.policy.looksFor(FindingType.LINK) || this.policy.looksFor(FindingType.IMAGE)) {
			first = new LinkStage(this.policy.longest(), links, findings, first);
		}
		if (this.policy.looksFor(FindingType.CREDENTIAL)) {
			first = new PrivateKeyStage(findings, first);
		}
		if (this.policy.looksFor(FindingType.PROMPT_LEAK) && instructions.havePhrases()) {
			first = new LeakStage(instructions, this.policy.leakWords(), findings, first);
		}
		// Before all others: what nobody sees shall not stand between what they look for.
		return this.policy.looksFor(FindingType.INVISIBLE) ? new InvisibleStage(findings, first) : first;
	}

	private List<Detector> detectors(Instructions instructions, LinkJudge links) {
		List<Detector> all = new ArrayList<>(this.detectors);
		if (this.policy.looksFor(FindingType.LINK)) {
			all.addFirst(new LinkDetector(links,
					this.detectors.stream().filter((detector) -> detector.type() == FindingType.CREDENTIAL).toList()));
		}
		if (instructions.haveMarker() && this.policy.looksFor(FindingType.PROMPT_LEAK)) {
			all.addFirst(new MarkerDetector(instructions));
		}
		return all;
	}

}
