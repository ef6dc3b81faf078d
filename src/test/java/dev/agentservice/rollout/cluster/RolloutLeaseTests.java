package dev.agentservice.rollout.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
class RolloutLeaseTests {

	private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

	private final List<String> verbs = new ArrayList<>();

	/** What the server holds; empty if there is none. */
	private String lease = "";

	/** Happens before a change is answered. */
	private Refusal refusal = () -> {
	};

	private final RolloutLease ours = new RolloutLease(new Cluster(new Kubectl() {
		@Override
		public String run(List<String> arguments, String in) throws KubectlException {
			RolloutLeaseTests.this.verbs.add(arguments.get(2));
			if (!arguments.get(2).equals("get")) {
				RolloutLeaseTests.this.refusal.check();
				RolloutLeaseTests.this.lease = in;
			}
			return RolloutLeaseTests.this.lease;
		}

		@Override
		public String fetch(String namespace, String target, int port, String path) {
			return "";
		}
	}, "agent-service"), "ours");

	@Test
	void aConflictWithALateWriteOfOurOwnIsNoOtherController() throws KubectlException {
		this.refusal = () -> {
			this.lease = held("ours");
			throw new KubectlException("Error from server (Conflict): the object has been modified");
		};
		assertThat(this.ours.hold(NOW)).isTrue();
	}

	@Test
	void aConflictWithAnotherControllerIsOne() throws KubectlException {
		this.refusal = () -> {
			this.lease = held("theirs");
			throw new KubectlException("Error from server (Conflict): the object has been modified");
		};
		assertThat(this.ours.hold(NOW)).isFalse();
	}

	@Test
	void whatAWebhookRefusesIsNoOtherController() {
		this.refusal = () -> {
			throw new KubectlException("Error from server (Invalid): admission webhook \"policy\" denied the request");
		};
		assertThatExceptionOfType(KubectlException.class).isThrownBy(() -> this.ours.hold(NOW));
	}

	@Test
	void itIsRenewedAlthoughTheClockWasSetBack() throws KubectlException {
		this.ours.hold(NOW);
		this.verbs.clear();
		this.ours.hold(NOW.plusSeconds(5));
		assertThat(this.verbs).isEmpty();
		this.ours.hold(NOW.minusSeconds(3600));
		assertThat(this.verbs).containsExactly("get", "replace");
	}

	private static String held(String holder) {
		ObjectNode lease = JsonMapper.shared().createObjectNode();
		lease.putObject("metadata").put("resourceVersion", "7");
		lease.putObject("spec")
			.put("holderIdentity", holder)
			.put("leaseDurationSeconds", 30)
			.put("renewTime", "2027-01-15T08:00:00.000000Z");
		return lease.toString();
	}

	private interface Refusal {

		void check() throws KubectlException;

	}

}
