package dev.agentservice;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.agentservice.endtoend.ReplicaSmokeTests;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.personal.PersonalDataStore;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.modulith.ApplicationModule;
import org.springframework.web.bind.annotation.RestController;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * How the code is arranged, beyond the arrows between features that
 * {@code ModularityTests} checks.
 */
final class HouseRules {

	/** All that the architecture has room for, also what is yet to come. */
	private static final String[] FEATURES = Stream
		.of("agent", "run", "compat", "session", "llm", "tool", "knowledge", "budget", "ratelimit", "guard", "flag",
				"privacy", "audit", "storage", "ops", "rollout", "setting", "identity", "support")
		.map((feature) -> "dev.agentservice." + feature + "..")
		.toArray(String[]::new);

	private static final ArchRule CODE_LIVES_IN_A_FEATURE = classes().that()
		.resideOutsideOfPackage("dev.agentservice")
		.should()
		.resideInAnyPackage(FEATURES)
		.as("code lives in a feature of the architecture");

	/** Modulith lets a package without the annotation use everything. */
	private static final ArchRule EVERY_FEATURE_SAYS_WHAT_IT_USES = classes().that()
		.resideOutsideOfPackage("dev.agentservice")
		.should(resideIn("a feature with @ApplicationModule",
				(type) -> featureOf(type.getPackage()).isAnnotatedWith(ApplicationModule.class)))
		.as("every feature says what it uses");

	private static final ArchRule PACKAGES_ARE_NAMED_FOR_WHAT_THEY_DO = noClasses().should()
		.resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..service..", "..dto..", "..helper..")
		.as("packages are named for what they do");

	/** The arrows between features are Modulith's affair; these are within them, too. */
	private static final ArchRule PACKAGES_FORM_NO_CYCLES = SlicesRuleDefinition.slices()
		.matching("(**)")
		.should()
		.beFreeOfCycles()
		.as("packages form no cycles");

	private static final ArchRule CLASSES_ARE_NAMED_FOR_WHAT_THEY_ARE = noClasses().should()
		.haveNameMatching(".*(Manager|Helper|Processor|Utils?|Impl|Data|Info)")
		.as("classes are named for what they are");

	private static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
		.should(resideIn("a package with @NullMarked", (type) -> type.getPackage().isAnnotatedWith(NullMarked.class)))
		.as("every package is null-marked");

	private static final ArchRule CONTROLLERS_SIT_IN_WEB_PACKAGES = noClasses().that()
		.resideOutsideOfPackage("..web..")
		.should()
		.beMetaAnnotatedWith(RestController.class)
		.as("controllers sit in web packages");

	private static final ArchRule ONLY_SUPPORT_TALKS_TO_REDIS = noClasses().that()
		.resideOutsideOfPackage("dev.agentservice.support..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.lettuce..", "org.springframework.data.redis..")
		.as("only support talks to Redis");

	private static final ArchRule BEANS_ARE_INJECTED_BY_CONSTRUCTOR = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION
		.as("beans are injected by constructor");

	private static final ArchRule LOGGING_IS_SLF4J = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING
		.as("logging is SLF4J");

	private static final ArchRule NOTHING_PRINTS_TO_THE_CONSOLE = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
		.as("nothing prints to the console");

	private static final ArchRule THE_SERVICE_KNOWS_NO_SIMULATION = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.agentservice.redis..", "dev.agentservice.requirement..",
				"dev.agentservice.simulator..", "dev.agentservice.local..", "dev.agentservice.endtoend..",
				"offenders.local..")
		.as("the service knows no simulation");

	/**
	 * Otherwise an erasure would not know of its keys. Identity makes the keys, and
	 * privacy erases them.
	 */
	private static final ArchRule OWNERS_OF_PERSONAL_KEYS_HAVE_A_STORE = classes().that()
		.resideOutsideOfPackages("dev.agentservice.identity", "dev.agentservice.privacy..")
		.and(DescribedPredicate.describe("build keys of a user", HouseRules::buildsKeysOfAUser))
		.should(ArchCondition.from(DescribedPredicate.describe("belong to a feature with a PersonalDataStore",
				(type) -> hasStore(featureOf(type.getPackage())))))
		.as("owners of personal keys have a store of personal data");

	/**
	 * It has mains of its own. A stereotype there would make a bean of the service, too.
	 */
	private static final ArchRule ROLLOUT_KNOWS_NO_SPRING = noClasses().that()
		.resideInAPackage("..rollout..")
		.and()
		.haveSimpleNameNotEndingWith("package-info")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..")
		.as("rollout knows no Spring");

	/**
	 * Else the default build slows down again, unseen. Only the smoke tests start
	 * replicas in every build.
	 */
	private static final ArchRule TESTS_THAT_START_PROCESSES_SAY_SO = noClasses().that()
		.haveSimpleNameEndingWith("Tests")
		.and()
		.doNotBelongToAnyOf(ReplicaSmokeTests.class)
		.should(ArchCondition
			.from(DescribedPredicate.describe("start processes without the tag process", HouseRules::startsProcesses)))
		.as("tests that start processes have the tag process");

	private HouseRules() {
	}

	/** What tests keep as well as the code they test. */
	static List<ArchRule> everywhere() {
		return List.of(PACKAGES_ARE_NAMED_FOR_WHAT_THEY_DO, CLASSES_ARE_NAMED_FOR_WHAT_THEY_ARE,
				EVERY_PACKAGE_IS_NULL_MARKED);
	}

	/** What tests keep. */
	static List<ArchRule> ofTests() {
		return Stream.concat(everywhere().stream(), Stream.of(TESTS_THAT_START_PROCESSES_SAY_SO)).toList();
	}

	/** What the service keeps. */
	static List<ArchRule> all() {
		return Stream
			.concat(everywhere().stream(),
					Stream.of(PACKAGES_FORM_NO_CYCLES, CODE_LIVES_IN_A_FEATURE, EVERY_FEATURE_SAYS_WHAT_IT_USES,
							CONTROLLERS_SIT_IN_WEB_PACKAGES, ONLY_SUPPORT_TALKS_TO_REDIS,
							BEANS_ARE_INJECTED_BY_CONSTRUCTOR, OWNERS_OF_PERSONAL_KEYS_HAVE_A_STORE, LOGGING_IS_SLF4J,
							NOTHING_PRINTS_TO_THE_CONSOLE, THE_SERVICE_KNOWS_NO_SIMULATION, ROLLOUT_KNOWS_NO_SPRING))
			.toList();
	}

	private static boolean buildsKeysOfAUser(JavaClass type) {
		return type.getCodeUnits()
			.stream()
			.flatMap((code) -> code.getCallsFromSelf().stream())
			.anyMatch((call) -> call.getTargetOwner().isEquivalentTo(UserTag.class)
					&& call.getTarget().getName().equals("key"));
	}

	private static boolean hasStore(JavaPackage feature) {
		return feature.getClassesInPackageTree()
			.stream()
			.anyMatch((type) -> type.isAssignableTo(PersonalDataStore.class) && !type.isInterface());
	}

	private static boolean startsProcesses(JavaClass test) {
		if (isTaggedProcess(test.reflect())) {
			return false;
		}
		Set<JavaCodeUnit> seen = test.getCodeUnits()
			.stream()
			.filter((code) -> !(code instanceof JavaMethod method && isTaggedProcess(method.reflect())))
			.collect(Collectors.toCollection(HashSet::new));
		Deque<JavaCodeUnit> open = new ArrayDeque<>(seen);
		while (!open.isEmpty()) {
			for (JavaCall<?> call : open.pop().getCallsFromSelf()) {
				if (call.getTargetOwner().isEquivalentTo(ProcessBuilder.class)) {
					return true;
				}
				call.getTarget().resolveMember().filter(HouseRules::isOfATest).filter(seen::add).ifPresent(open::push);
			}
		}
		return false;
	}

	/** The redis-server that every test has, and a look for a command, are no matter. */
	private static boolean isOfATest(JavaCodeUnit code) {
		String name = code.getOwner().getPackageName();
		return name.startsWith("dev.agentservice") && !name.endsWith(".redis") && !name.endsWith(".requirement");
	}

	private static boolean isTaggedProcess(AnnotatedElement test) {
		return AnnotationSupport.findRepeatableAnnotations(test, Tag.class)
			.stream()
			.anyMatch((tag) -> "process".equals(tag.value()));
	}

	private static JavaPackage featureOf(JavaPackage inner) {
		return inner.getParent()
			.filter((parent) -> !"dev.agentservice".equals(parent.getName()))
			.map(HouseRules::featureOf)
			.orElse(inner);
	}

	private static ArchCondition<JavaClass> resideIn(String place, Predicate<JavaClass> condition) {
		return ArchCondition.from(DescribedPredicate.describe("reside in " + place, condition));
	}

}
