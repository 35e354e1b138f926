using Workbook.Explorer.Verdicts;
using Workbook.Tests.Support.Snippets;

namespace Workbook.Explorer.Tests;

public sealed class MethodTests : IDisposable
{
    private const string Source = """
        namespace Shop;

        public static class Tests
        {
            public static void LostUpdate()
            {
                var x = 0;
                Thread a = new(() => x++) { Name = "a" }, b = new(() => x++) { Name = "b" };
                a.Start(); b.Start(); a.Join(); b.Join();
                if (x != 2) throw new Exception("lost");
            }

            static void Hidden() { }
            public static bool Says() => false;
            public static void Twice() { }
            public static void Twice(int n) { }
            public static void Twice<T>() { }
            public static void WithParameters(int n) { }
            public static void Generic<T>() { }
            public static int Number() => 1;
            public static async System.Threading.Tasks.Task Async() => await System.Threading.Tasks.Task.Yield();
            public static async System.Threading.Tasks.ValueTask AsyncValue() => await System.Threading.Tasks.Task.Yield();
            public static async System.Threading.Tasks.Task<int> AsyncNumber() { await System.Threading.Tasks.Task.Yield(); return 1; }
            public static async void AsyncVoid() => await System.Threading.Tasks.Task.Yield();
            public static System.Threading.Tasks.Task TaskMethod() => System.Threading.Tasks.Task.CompletedTask;
            [System.Runtime.InteropServices.DllImport("libc")] public static extern void sync();
            static class Inner { static void Deep() { } public static class Innermost { public static void Deepest() { } } }
            public static class Box<T> { public static void InGeneric() { } }
        }

        public abstract class Other
        {
            public void Instance() { }
            public abstract void Abstract();
            public static int Property => 1;
        }

        public interface IHas { static abstract void Must(); }
        """;

    private readonly SnippetFile _shop = new(Source);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_method_that_fails_is_told_with_its_lines()
    {
        var verdict = Explore.Method(_shop.Path, "Shop.Tests.LostUpdate");
        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.Contains(verdict.Rows, row => Path.GetFileName(row.File) == "Shop.cs" && row.Line == 8);
        Assert.Equal(("Shop.Tests", "LostUpdate", _shop.Path), (verdict.Replay!.Type, verdict.Replay.Method, verdict.Replay.Assembly));
    }

    [Theory]
    [InlineData("Shop.Tests.Hidden")]
    [InlineData("Shop.Tests.Async")]
    [InlineData("Shop.Tests.AsyncValue")]
    [InlineData("Shop.Tests.TaskMethod")]
    [InlineData("Shop.Tests.Twice")]
    [InlineData("Shop.Tests+Inner.Deep")]
    [InlineData("Shop.Tests.Inner.Deep")]
    [InlineData("Shop.Tests+Inner+Innermost.Deepest")]
    [InlineData("Shop.Tests.Inner.Innermost.Deepest")]
    public void Neither_it_nor_its_type_has_to_be_public_and_of_overloads_the_one_without_parameters_is_meant(string method) =>
        Assert.Equal(Strength.Proved, Explore.Method(_shop.Path, method).Strength);

    [Theory]
    [InlineData("Shop.Tests.WithParameters", "has parameters; a test has none")]
    [InlineData("Shop.Tests.Generic", "is generic; a test is not")]
    [InlineData("Shop.Tests+Box`1.InGeneric", "is in a generic type; a test is not")]
    [InlineData("Shop.Tests.Number", "returns Int32; a test returns nothing or a Task, and throws when it fails")]
    [InlineData("Shop.Tests.Says", "returns Boolean; a test returns nothing or a Task, and throws when it fails")]
    [InlineData("Shop.Tests.AsyncNumber", "returns Task<Int32>; a test returns nothing or a Task, and throws when it fails")]
    [InlineData("Shop.Tests.AsyncVoid", "is async and returns nothing, so that nobody can wait for its end; let it return a Task")]
    [InlineData("Shop.Tests.sync", "has no body")]
    [InlineData("Shop.Other.Instance", "is an instance method; a test is static")]
    [InlineData("Shop.Other.Abstract", "is an instance method; a test is static")]
    [InlineData("Shop.IHas.Must", "has no body")]
    public void What_cannot_be_a_test_is_refused_with_the_reason(string method, string reason)
    {
        var refused = Assert.Throws<TestMethodException>(() => Explore.Method(_shop.Path, method));
        Assert.Equal($"{method}: {reason}", refused.Message);
        Assert.False(refused.IsMissing);
    }

    [Theory]
    [InlineData("Shop.Tests.Missing")]
    [InlineData("Tests.LostUpdate")]
    [InlineData("LostUpdate")]
    [InlineData("Shop.Tests..cctor")]
    [InlineData("...")]
    public void What_is_not_there_is_said_not_to_be(string method)
    {
        var refused = Assert.Throws<TestMethodException>(() => Explore.Method(_shop.Path, method));
        Assert.Equal($"no method {method} in Shop.dll", refused.Message);
        Assert.True(refused.IsMissing);
    }

    [Fact]
    public void The_tests_of_an_assembly_are_its_static_methods_that_could_be_run()
    {
        string[] tests =
        [
            "Shop.Tests+Inner+Innermost.Deepest", "Shop.Tests+Inner.Deep", "Shop.Tests.Async", "Shop.Tests.AsyncValue",
            "Shop.Tests.Hidden", "Shop.Tests.LostUpdate", "Shop.Tests.TaskMethod", "Shop.Tests.Twice",
        ];
        Assert.Equal(tests, Explore.Methods(_shop.Path));
    }

    [Fact]
    public void Without_symbols_it_works_and_names_methods_in_place_of_lines()
    {
        using var bare = new SnippetFile(Source, hasSymbols: false);
        var verdict = Explore.Method(bare.Path, "Shop.Tests.LostUpdate");
        Assert.Equal(Strength.Failed, verdict.Strength);
        Assert.DoesNotContain("Shop.cs", verdict.Timeline);
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_refused_by_name()
    {
        var text = Path.Combine(_shop.Directory, "notes.dll");
        File.WriteAllText(text, "not an assembly");
        var empty = Path.Combine(_shop.Directory, "empty.dll");
        File.WriteAllText(empty, "");
        var half = Path.Combine(_shop.Directory, "half.dll");
        File.WriteAllBytes(half, File.ReadAllBytes(_shop.Path)[..700]);
        foreach (var path in (string[])[text, empty, half])
            Assert.Equal($"{path}: no .NET assembly", Assert.Throws<ProgramException>(() => Explore.Method(path, "A.B.C")).Message);

        var host = Path.Combine(_shop.Directory, "Shop");
        File.WriteAllText(host, "\u007fELF");
        Assert.Equal($"{host}: no .NET assembly; Shop.dll beside it may be one",
            Assert.Throws<ProgramException>(() => Explore.Method(host, "A.B.C")).Message);
        Assert.StartsWith($"{_shop.Directory}: a directory",
            Assert.Throws<ProgramException>(() => Explore.Method(_shop.Directory, "A.B.C")).Message, StringComparison.Ordinal);
        Assert.Throws<ProgramException>(() => Explore.Method(Path.Combine(_shop.Directory, "missing.dll"), "A.B.C"));
    }

    [Fact]
    public void A_native_library_and_the_explorer_itself_are_refused()
    {
        var native = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!)
            .First(path => Path.GetFileName(path) is "libcoreclr.so" or "coreclr.dll" or "libcoreclr.dylib");
        Assert.Contains("no .NET assembly", Assert.Throws<ProgramException>(() => Explore.Methods(native)).Message);
        Assert.Contains("the explorer itself", Assert.Throws<ProgramException>(() => Explore.Methods(typeof(Explore).Assembly.Location)).Message);
    }

    [Fact]
    public void A_mixed_assembly_is_refused()
    {
        var image = File.ReadAllBytes(_shop.Path);
        using (var headers = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(image)))
            image[headers.PEHeaders.CorHeaderStartOffset + 16] &= 0xFE; // its flags: no longer ILONLY (ECMA-335, II.25.3.3)
        var mixed = Path.Combine(_shop.Directory, "mixed.dll");
        File.WriteAllBytes(mixed, image);
        Assert.Contains("native code", Assert.Throws<ProgramException>(() => Explore.Methods(mixed)).Message);
    }

    [Fact]
    public void A_reference_assembly_is_refused()
    {
        using var reference = new SnippetFile("[assembly: System.Runtime.CompilerServices.ReferenceAssembly] public static class A { public static void B() { } }");
        Assert.Contains("a reference assembly", Assert.Throws<ProgramException>(() => Explore.Method(reference.Path, "A.B")).Message);
    }

    [Fact]
    public void That_nothing_could_be_judged_is_one_family_of_exceptions()
    {
        var why = typeof(NoVerdictException).Assembly.GetExportedTypes().Where(type => typeof(Exception).IsAssignableFrom(type)
            && type.Namespace == typeof(Explore).Namespace && !typeof(NoVerdictException).IsAssignableFrom(type));
        Assert.Equal([typeof(ExplorationFailedException)], why);
    }

    [Fact]
    public void An_uncontrolled_use_is_refused_by_name_and_line()
    {
        using var file = new SnippetFile("public static class A\n{\n    public static void B() =>\n        System.Diagnostics.Process.Start(\"true\");\n}");
        var refused = Assert.Throws<RefusedException>(() => Explore.Method(file.Path, "A.B"));
        Assert.Contains("System.Diagnostics.Process.Start in A.B, Shop.cs:4", Assert.Single(refused.Uses));
    }
}
