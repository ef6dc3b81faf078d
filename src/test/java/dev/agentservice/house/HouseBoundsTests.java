package dev.agentservice.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What breaks a bound is found: else a rule that sees nothing would pass for ever. */
class HouseBoundsTests {

	private static final JavaClasses NOTHING_COMPILED = new ClassFileImporter().importClasses();

	private static final HouseBounds WIDE = new HouseBounds(15, Map.of(), Set.of(), 100, 100, 100, 100, 100);

	@TempDir
	private Path main;

	@TempDir
	private Path test;

	@Test
	void aLargePackageIsFound() throws IOException {
		largePackage();
		assertThat(WIDE.exceededBy(measured())).containsExactly("app.shop has 16 files, of at most 15");
	}

	@Test
	void anExceptionMayNotGrow() throws IOException {
		largePackage();
		assertThat(with(Map.of("app.shop", 16)).exceededBy(measured())).isEmpty();
		write(this.main, "app.shop", "One", "class One { }");
		assertThat(with(Map.of("app.shop", 16)).exceededBy(measured()))
			.containsExactly("app.shop has 17 files, of at most 16");
	}

	@Test
	void anExceptionThatIsNotNeededAnyMoreIsFound() throws IOException {
		write(this.main, "app.shop", "One", "class One { }");
		assertThat(with(Map.of("app.shop", 16)).exceededBy(measured()))
			.containsExactly("app.shop is no large package any more, and can leave the list");
	}

	@Test
	void typesThatOtherFeaturesUseAreCounted() throws IOException {
		write(this.main, "app.shop", "Shop", "public class Shop { }");
		write(this.main, "app.shop.till", "Till", "import app.shop.Shop; class Till { }");
		assertThat(measured().seen()).isEmpty();
		write(this.main, "app.town", "Town", "import app.shop.Shop; class Town { }");
		assertThat(measured().seen()).containsExactly("app.shop.Shop");
		assertThat(new HouseBounds(15, Map.of(), Set.of(), 33, 100, 100, 100, 100).exceededBy(measured()))
			.containsExactly("33.3 % of the types are used by another feature, of at most 33 %");
	}

	@Test
	void aPublicTypeThatNoOtherPackageUsesIsFound() throws IOException {
		write(this.main, "app.shop", "Shop", "public class Shop { public static final int SIZE = 1; }");
		write(this.main, "app.shop", "Till", "class Till { Shop shop; }");
		assertThat(WIDE.exceededBy(measured()))
			.containsExactly("app.shop.Shop is public, and no other package uses it");
		write(this.test, "app.town", "TownTests", "import static app.shop.Shop.SIZE; class TownTests { }");
		assertThat(WIDE.exceededBy(measured())).isEmpty();
	}

	@Test
	void aPublicTypeThatIsListedMustStillBeOne() throws IOException {
		HouseBounds listed = new HouseBounds(15, Map.of(), Set.of("app.shop.Shop"), 100, 100, 100, 100, 100);
		write(this.main, "app.shop", "Shop", "public class Shop { }");
		assertThat(listed.exceededBy(measured())).isEmpty();
		write(this.main, "app.shop", "Shop", "class Shop { }");
		assertThat(listed.exceededBy(measured()))
			.containsExactly("app.shop.Shop is no needlessly public type any more, and can leave the list");
	}

	@Test
	void longTypesAndMethodsAreFound() throws IOException {
		write(this.main, "app.shop", "Shop", "class Shop {\n\tvoid open() {\n\t\tint a;\n\t\tint b;\n\t}\n}\n");
		assertThat(new HouseBounds(15, Map.of(), Set.of(), 25, 5, 4, 1, 2).exceededBy(measured())).containsExactly(
				"the type app.shop.Shop has 6 lines, of at most 5",
				"nine types in ten have up to 6 lines, of at most 4",
				"the method app.shop.Shop.open has 2 lines, of at most 1");
	}

	@Test
	void nineInTenAreTheShorterOnes() {
		List<Sized> all = List.of(new Sized("a", 1), new Sized("b", 2), new Sized("c", 3), new Sized("d", 4),
				new Sized("e", 5), new Sized("f", 6), new Sized("g", 7), new Sized("h", 8), new Sized("i", 9),
				new Sized("j", 100));
		assertThat(Sized.quantile(all, 0.9)).isEqualTo(9);
		assertThat(Sized.quantile(all, 1)).isEqualTo(100);
	}

	private void largePackage() throws IOException {
		for (int i = 0; i < 16; i++) {
			write(this.main, "app.shop", "Type" + i, "class Type" + i + " { }");
		}
	}

	private static HouseBounds with(Map<String, Integer> largePackages) {
		return new HouseBounds(15, largePackages, Set.of(), 100, 100, 100, 100, 100);
	}

	private HouseFigures measured() {
		return HouseFigures.of("app", this.main, this.test, NOTHING_COMPILED, NOTHING_COMPILED);
	}

	private static void write(Path root, String packageName, String name, String code) throws IOException {
		Path directory = Files.createDirectories(root.resolve(packageName.replace('.', '/')));
		Files.writeString(directory.resolve(name + ".java"), "package " + packageName + ";\n" + code);
	}

}
