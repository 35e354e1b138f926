using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Tests.Rewriting;

/// <summary>What can be loaded, and what is said of the rest.</summary>
public sealed class ProgramTests : IDisposable
{
    private const string Program = "public static class Program { public static int X; public static void Test() { X++; "
        + "System.Console.ReadLine(); } }";
    private readonly string _directory = Directory.CreateTempSubdirectory("explored").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_no_assembly_is_refused_with_a_sentence()
    {
        byte[][] files = [[], [1, 2, 3], [.. "MZ"u8, .. new byte[500]], OperatingSystem.IsLinux()
            ? File.ReadAllBytes("/proc/self/exe") : []];
        foreach (var file in files)
        {
            var refused = Assert.Throws<ProgramException>(() => new RewrittenProgram(file, null, null, null));
            Assert.Equal("This is no .NET assembly: take the .dll that the C# compiler has made.", refused.Message);
        }
    }

    [Fact]
    public void Without_symbols_it_works_and_says_that_lines_are_missing()
    {
        var path = Compiled.Emit(Program, "lines", _directory);
        Assert.Contains("Program.cs:", LineOf(path).Replace("lines.cs", "Program.cs"), StringComparison.Ordinal);
        Assert.Empty(RewrittenProgram.FromFile(path, null).Notes);

        File.Delete(Path.ChangeExtension(path, ".pdb"));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(3));
        Assert.EndsWith("in Program.Test", LineOf(path));
        Assert.Equal(["lines: there is no .pdb beside it, and so its source lines are missing"],
            RewrittenProgram.FromFile(path, null).Notes);
    }

    [Fact]
    public void Symbols_of_another_build_or_of_the_old_kind_are_named()
    {
        var path = Compiled.Emit(Program, "lines", _directory);
        var symbols = Path.ChangeExtension(path, ".pdb");
        var other = Compiled.Emit(Program.Replace("X++", "X--"), "other", _directory);
        File.Copy(Path.ChangeExtension(other, ".pdb"), symbols, overwrite: true);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(3));
        Assert.Equal(["lines: its .pdb is that of another build, and so its source lines are missing"],
            RewrittenProgram.FromFile(path, null).Notes);

        File.WriteAllText(symbols, "Microsoft C/C++ MSF 7.00\r\n\u001aDS");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(6));
        Assert.Equal(["lines: its .pdb is of the old kind of Windows; build with <DebugType>portable</DebugType> to see "
            + "source lines"],
            RewrittenProgram.FromFile(path, null).Notes);
    }

    [Fact]
    public void Symbols_within_the_assembly_are_found()
    {
        var (assembly, _) = Compiled.Compile(Program, "lines", "lines.cs", optimize: false, [], embedded: true);
        var refused = Assert.Throws<RefusedException>(() => new RewrittenProgram(assembly, null, null, ("Program", "Test")));
        Assert.Contains("lines.cs:1", refused.Message);
    }

    [Fact]
    public void What_is_missing_beside_it_is_named_once_the_test_reaches_it()
    {
        var shop = Compiled.Emit("public class Till { public static void Sell() { } }", "Shop", _directory);
        var path = Compiled.Emit("public static class Program { public static void Test() => Till.Sell(); "
            + "public static void Other() { } }", "test", _directory, shop);
        File.Delete(shop);
        RewrittenProgram.FromFile(path, ("Program", "Other"));
        var missing = Assert.Throws<ProgramException>(() => RewrittenProgram.FromFile(path, ("Program", "Test")));
        Assert.StartsWith("test refers to Shop, which is neither beside it nor the platform's: copy Shop.dll to ",
            missing.Message);
    }

    [Fact]
    public void A_type_or_a_method_that_is_not_there_is_named()
    {
        var path = Compiled.Emit(Program, "lines", _directory);
        Assert.Equal("lines has no type Nobody.", Assert.Throws<ProgramException>(() =>
            RewrittenProgram.FromFile(path, ("Nobody", "Test"))).Message);
        Assert.Equal("Program has no method No.", Assert.Throws<ProgramException>(() =>
            RewrittenProgram.FromFile(path, ("Program", "No"))).Message);
    }

    [Fact]
    public void Code_that_was_compiled_ahead_of_time_runs_rewritten_from_its_IL()
    {
        var path = typeof(System.Text.RegularExpressions.Regex).Assembly.Location; // the platform's own are such
        var program = new RewrittenProgram(File.ReadAllBytes(path), null, null, null);
        var type = program.Assembly.GetType("System.Text.RegularExpressions.Regex")!;
        var replace = type.GetMethod("Replace", [typeof(string), typeof(string), typeof(string)])!;
        Assert.NotSame(typeof(System.Text.RegularExpressions.Regex), type);
        Assert.Equal(System.Text.RegularExpressions.Regex.Replace("a1b22c333", @"(\d)\1+", "<$1>"),
            replace.Invoke(null, ["a1b22c333", @"(\d)\1+", "<$1>"]));
    }

    private static string LineOf(string path) => Assert.Throws<RefusedException>(() =>
        RewrittenProgram.FromFile(path, ("Program", "Test"))).Uses[0];
}
