package dev.agentservice.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.audit.AuditQuery;
import dev.agentservice.audit.AuditRecord;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

import static dev.agentservice.budget.TestBudget.COIN;
import static dev.agentservice.budget.TestBudget.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
@OnSingleAndCluster
class UserLimitsTests {

	private static final BigDecimal RAISED = new BigDecimal("25.00");

	private final ReplicaContext replica;

	private final TestBudget test;

	private final Audit audit;

	private final UserTags tags;

	private final UserLimits limits;

	private final Caller operator;

	UserLimitsTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(UserLimitsTests.class),
				Map.of("agent-service.identity.pepper", "only-for-tests-only-for-tests-only"), Wiring.class);
		this.test = TestBudget.inRealTime(this.replica);
		this.audit = this.replica.get(Audit.class);
		this.tags = this.replica.get(UserTags.class);
		this.limits = new UserLimits(this.test.budgets, this.audit, this.tags);
		this.operator = operator("acme " + UUID.randomUUID());
	}

	@AfterEach
	void close() {
		this.test.close();
		this.replica.close();
	}

	@Test
	void whoHasSpentNothingYetHasTheConfiguredLimit() {
		assertThat(ada()).isEqualTo(ledger(10_000, 0, 0));
	}

	@Test
	void aLedgerShowsWhatTheUserSpentAndReserved() {
		RunBill bill = billOfAda();
		bill.used(bill.reserve(MODEL, 0, 300, soon()), new Tokens(0, 0, 0, 120));
		bill.reserve(MODEL, 0, 50, soon());
		assertThat(ada()).isEqualTo(ledger(10_000, 120, 50));
	}

	@Test
	void aReplacedLimitIsInForceAtOnceAndWhatIsSpentStays() {
		RunBill bill = billOfAda();
		bill.used(bill.reserve(MODEL, 0, 300, soon()), new Tokens(0, 0, 0, 120));
		bill.close();
		DayLedger replaced = this.limits.replace(this.operator, "ada", RAISED, "Ticket 4711");
		assertThat(replaced.ledger()).isEqualTo(ledger(25_000, 120, 0));
		assertThat(this.limits.today(this.operator, "ada")).isEqualTo(replaced);
	}

	@Test
	void theAuditSaysWhoReplacedWhatByWhatAndWhy() {
		this.limits.replace(this.operator, "ada", RAISED, "Ticket 4711");
		this.limits.replace(this.operator, "ada", new BigDecimal("0.000000001"), "Ticket 4712");
		String tag = this.tags.of(this.operator.tenant(), "ada").value();
		assertThat(audited()).containsExactly(
				AuditEntry.by(this.operator, "budget.override", tag, "{\"limit_usd\":25}",
						"{\"limit_usd\":0.000000001,\"reason\":\"Ticket 4712\"}"),
				AuditEntry.by(this.operator, "budget.override", tag, "{\"limit_usd\":10}",
						"{\"limit_usd\":25,\"reason\":\"Ticket 4711\"}"));
	}

	@Test
	void aChangeThatCannotBeAuditedIsNotMade() {
		String tooLongForTheLog = "x".repeat(64_000);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.limits.replace(this.operator, "ada", RAISED, tooLongForTheLog));
		assertThat(ada()).isEqualTo(ledger(10_000, 0, 0));
	}

	@Test
	void aLimitThatCannotBeIsNeitherSetNorAudited() {
		for (String limit : new String[] { "-0.01", "4000000.01" }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.limits.replace(this.operator, "ada", new BigDecimal(limit), "Ticket 4711"));
		}
		assertThat(ada()).isEqualTo(ledger(10_000, 0, 0));
		assertThat(audited()).isEmpty();
	}

	@Test
	void onlyOneUserOfTheOperatorsOwnTenantIsMeant() {
		this.limits.replace(this.operator, "ada", RAISED, "Ticket 4711");
		Caller elsewhere = operator("other " + this.operator.tenant());
		assertThat(this.limits.today(this.operator, "bob").ledger().limitNano()).isEqualTo(10_000 * COIN);
		assertThat(this.limits.today(elsewhere, "ada").ledger().limitNano()).isEqualTo(10_000 * COIN);
	}

	private Caller operator(String tenant) {
		return new Caller(tenant, "operator", this.tags.of(tenant, "operator"), "console", Set.of(Scope.OPS));
	}

	private RunBill billOfAda() {
		String tenant = this.operator.tenant();
		return new RunBill(this.test.budgets, new Payer(this.tags.ofTenant(tenant), this.tags.of(tenant, "ada"), null,
				null, "run_" + UUID.randomUUID(), 1, NanoUsd.MAX));
	}

	private Ledger ada() {
		return this.limits.today(this.operator, "ada").ledger();
	}

	private Ledger ledger(long limit, long spent, long reserved) {
		return new Ledger("user:" + this.tags.of(this.operator.tenant(), "ada"), limit * COIN, spent * COIN,
				reserved * COIN);
	}

	private List<AuditEntry> audited() {
		return this.audit.read(this.operator.tenant(), new AuditQuery(null, null, 10))
			.records()
			.stream()
			.map(AuditRecord::entry)
			.toList();
	}

	private static Deadline soon() {
		return Deadline.after(Duration.ofSeconds(30));
	}

	@ConfigurationPropertiesScan({ "dev.agentservice.audit", "dev.agentservice.identity" })
	@Import({ Audit.class, UserTags.class })
	static class Wiring {

	}

}
