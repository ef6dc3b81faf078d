package dev.agentservice.rollout.cluster;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may control the rollout. A clock that is wrong can make two take it; then the
 * state's epoch decides, which each patch tests.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/leases/">Leases</a>
 */
public final class RolloutLease {

	/** After this time without a renewal another controller may take it. */
	public static final Duration LENGTH = Duration.ofSeconds(30);

	private static final Duration RENEWAL = Duration.ofSeconds(10);

	private static final String NAME = "agent-service-rollout";

	private final Cluster cluster;

	private final String holder;

	private Instant renewed = Instant.EPOCH;

	/** For a controller with a name of its own. */
	public RolloutLease(Cluster cluster, String holder) {
		this.cluster = cluster;
		this.holder = holder;
	}

	/** Whether somebody else holds it. */
	public boolean isHeldByAnother(Instant now) throws KubectlException {
		JsonNode lease = this.cluster.get("lease", NAME);
		return lease != null && isAlive(lease, now) && !this.holder.equals(holder(lease));
	}

	/**
	 * Takes it, or renews it if that is due.
	 * @return whether we hold it
	 */
	public boolean hold(Instant now) throws KubectlException {
		Duration age = Duration.between(this.renewed, now);
		if (!age.isNegative() && age.compareTo(RENEWAL) < 0) {
			return true;
		}
		JsonNode lease = this.cluster.get("lease", NAME);
		if (lease != null && isAlive(lease, now) && !this.holder.equals(holder(lease))) {
			return false;
		}
		try {
			if (lease == null) {
				this.cluster.create(lease(now, null));
			}
			else {
				this.cluster.replace(lease(now, lease));
			}
		}
		catch (KubectlException ex) {
			if (!ex.isConflict()) {
				throw ex;
			}
			// A write of our own may have come late: that is no other controller.
			JsonNode present = this.cluster.get("lease", NAME);
			return present != null && this.holder.equals(holder(present));
		}
		this.renewed = now;
		return true;
	}

	/** Lets the next one have it at once; if that fails, it will have to wait. */
	public void release(Instant now) {
		try {
			JsonNode lease = this.cluster.get("lease", NAME);
			if (lease != null && this.holder.equals(holder(lease))) {
				this.cluster.replace(lease(now.minus(LENGTH), lease));
			}
		}
		catch (KubectlException _) {
			// It runs out by itself.
		}
	}

	private ObjectNode lease(Instant now, @Nullable JsonNode before) {
		ObjectNode lease = JsonMapper.shared().createObjectNode();
		lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
		ObjectNode metadata = lease.putObject("metadata").put("name", NAME).put("namespace", this.cluster.namespace());
		if (before != null) {
			metadata.put("resourceVersion", before.at("/metadata/resourceVersion").asString(""));
		}
		lease.putObject("spec")
			.put("holderIdentity", this.holder)
			.put("leaseDurationSeconds", (int) LENGTH.toSeconds())
			.put("renewTime", micros(now));
		return lease;
	}

	/** Kubernetes wants six digits of the second. */
	private static String micros(Instant now) {
		return now.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000000Z");
	}

	private static String holder(JsonNode lease) {
		return lease.at("/spec/holderIdentity").asString("");
	}

	private static boolean isAlive(JsonNode lease, Instant now) {
		try {
			Instant renewed = Instant.parse(lease.at("/spec/renewTime").asString(""));
			return renewed.plusSeconds(lease.at("/spec/leaseDurationSeconds").asLong(30)).isAfter(now);
		}
		catch (DateTimeException _) {
			return false;
		}
	}

}
