namespace Workbook.Examples.Learning;

/// <summary>The files of a new exercise. As they are they form one that is complete, a counter, so that an author begins with
/// something that is graded right and stays so with every change.</summary>
internal static class NewExercise
{
    /// <summary>Each file by its path in the exercise's folder.</summary>
    public static IEnumerable<(string Path, string Text)> Files(int number, string slug, string name, string space)
    {
        var title = char.ToUpperInvariant(slug[0]) + slug[1..].Replace('-', ' ');
        var declaration = $"namespace {space}.{name}s;\n\n";
        string Candidate(string head, string lockField, string open, string close) => head + declaration + $$"""
            public sealed class {{name}}
            {
            {{lockField}}    private int _count;

                public int Next()
                {
                    {{open}}return ++_count;{{close}}
                }
            }

            """.ReplaceLineEndings("\n");
        const string LockField = "    private readonly Lock _lock = new(); // guards _count\n\n";

        yield return ("README.md", $"""
            # {number} {title}

            The one question that the exercise answers?

            ## The idea
            At most 150 words, and one picture about this program.

            ## Run it
            ```
            $ workbook run {number}
            2 threads took a number: 1 and 2
            ```

            ## Step through it
            Break at `// [next]` in `Solution.cs`: what to open, what to see.

            ## Your task
            Write `{name}`: `int Next()` gives 1, 2, 3, ..., each number once, to any number of threads.

            ## What is checked
            | check | points |
            | --- | --- |
            | no number is given twice | 10 |

            ## Sources
            The paper, the chapter or the man page.

            """.ReplaceLineEndings("\n"));
        yield return ("hints.md", "## Where to look\nWhich steps does `Next` take, and what may come between them?\n");
        yield return ("after.md", "What the reference solution does differently, and why: two to four lines.\n");
        yield return ("Demo.cs", $$"""
            using Workbook.Concurrency.Threads;
            using Workbook.Examples.Exercises;

            {{declaration}}[Exercise({{number}}, "{{slug}}", "{{title}}", Points = 10)]
            public static class Demo
            {
                public static void Run(Stage stage, [Option("threads that take a number", 1, 100)] int threads = 2)
                {
                    var numbers = new {{name}}();
                    var group = new ThreadGroup();
                    for (var i = 1; i <= threads; i++) group.Start($"t{i}", () => stage.WriteLine($"{numbers.Next()}"));
                    group.Join();
                }
            }

            """.ReplaceLineEndings("\n"));
        yield return ("Solution.cs", Candidate("", LockField, "lock (_lock) ", " // [next]"));
        yield return ("Starter.cs", Candidate("", "",
            "// TODO: another thread may come in between reading and writing.\n        ", ""));
        yield return ("Check.cs", "using Workbook.Examples.Exercises;\n\n" + declaration + $$"""
            public static class Check
            {
                [Check("no number is given twice", Points = 10, Explains = "Two threads were given the same number.")]
                public static void No_number_twice()
                {
                    var numbers = new {{name}}();
                    var (first, second) = (0, 0);
                    Together.Run(("a", () => first = numbers.Next()), ("b", () => second = numbers.Next()));
                    Must.Hold(first != second, $"both threads were given {first}");
                    Must.Equal(3, first + second, "the sum of the two numbers");
                }
            }

            """.ReplaceLineEndings("\n"));
        const string Fails = "// fails: no number is given twice\n";
        yield return ("Mutants/NoLock.cs", Candidate(Fails + "// Reading, adding and writing are three steps.\n", "", "", ""));
        yield return ("Mutants/LockOfItsOwn.cs",
            Candidate(Fails + "// Each call locks an object that nobody else has.\n", "", "lock (new object()) ", ""));
        yield return ("Mutants/Volatile.cs",
            Candidate(Fails + "// Each step is seen by all, and they are three all the same.\n", "", "", "")
            .Replace("private int", "private volatile int", StringComparison.Ordinal));
        yield return ("Mutants/StartsAtZero.cs", Candidate(Fails + "// The first number is 0.\n", LockField, "lock (_lock) ", "")
            .Replace("++_count", "_count++", StringComparison.Ordinal));
        yield return ("Variants/Atomic.cs", Candidate("// passes: one atomic instruction in place of a lock\n", "", "", "")
            .Replace("++_count", "Interlocked.Increment(ref _count)", StringComparison.Ordinal));
        yield return ("Variants/Monitor.cs",
            Candidate("// passes: a monitor\n", "    private readonly object _monitor = new();\n", "lock (_monitor) ", ""));
    }
}
