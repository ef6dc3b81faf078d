package dev.agentservice;

import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.agentservice.house.HouseBounds;
import dev.agentservice.house.HouseFigures;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class HouseRulesTests {

	/** Hundreds of megabytes with the others, which no later class needs. */
	private static JavaClasses service;

	private static JavaClasses tests;

	private static JavaClasses offenders;

	@BeforeAll
	static void read() {
		service = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("dev.agentservice");
		tests = new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
			.importPackages("dev.agentservice");
		offenders = new ClassFileImporter().importPackages("offenders");
	}

	@AfterAll
	@SuppressWarnings("NullAway")
	static void forget() {
		service = null;
		tests = null;
		offenders = null;
	}

	@ParameterizedTest
	@MethodSource("dev.agentservice.HouseRules#all")
	void theServiceKeepsTheRule(ArchRule rule) {
		rule.check(service);
	}

	@ParameterizedTest
	@MethodSource("dev.agentservice.HouseRules#ofTests")
	void theTestsKeepTheRule(ArchRule rule) {
		rule.check(tests);
	}

	/** Without this a rule with a typo in it would pass for ever. */
	@ParameterizedTest
	@MethodSource({ "dev.agentservice.HouseRules#all", "dev.agentservice.HouseRules#ofTests" })
	void aClassThatBreaksTheRuleIsFound(ArchRule rule) {
		assertThat(rule.evaluate(offenders).hasViolation()).as(rule.getDescription()).isTrue();
	}

	@Test
	void packagesTypesAndMethodsKeepTheirBounds() {
		HouseFigures figures = HouseFigures.of("dev.agentservice", Path.of("src/main/java"), Path.of("src/test/java"),
				service, tests);
		assertThat(HouseBounds.SERVICE.exceededBy(figures)).isEmpty();
	}

	@Test
	void theRulesSeeTheWholeService() {
		assertThat(service.contain(AgentServiceApplication.class)).isTrue();
		assertThat(service.contain(HouseRulesTests.class)).isFalse();
		assertThat(tests.contain(HouseRulesTests.class)).isTrue();
	}

}
