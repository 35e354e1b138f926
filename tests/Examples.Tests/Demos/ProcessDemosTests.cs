using System.Globalization;
using System.Reflection;
using Workbook.Examples.Exercises;
using Workbook.Examples.Tests.Cli;

namespace Workbook.Examples.Tests.Demos;

/// <summary>What holds for every demo of chapters 5 and 6, whichever there are.</summary>
public class ProcessDemosTests
{
    private const string NeedsLinux = "looks for processes below /proc";

    private static readonly Catalogue _catalogue = new(typeof(ExerciseAttribute).Assembly);

    public static TheoryData<int> Demos =>
        [.. _catalogue.Exercises.Where(exercise => exercise.Chapter is 5 or 6).Select(exercise => exercise.Number)];

    public static TheoryData<int, string> OutOfRange
    {
        get
        {
            var lines = new TheoryData<int, string>();
            foreach (var demo in typeof(ExerciseAttribute).Assembly.GetTypes())
            {
                if (demo.GetCustomAttribute<ExerciseAttribute>() is not { Number: >= 500 and < 700 } exercise) continue;
                foreach (var parameter in demo.GetMethod("Run")!.GetParameters())
                {
                    if (parameter.GetCustomAttribute<OptionAttribute>() is not { } range) continue;
                    var option = new DemoOption(parameter);
                    var unit = option.IsDuration ? "ms" : "";
                    foreach (var number in (double[])[range.Min - 1, range.Max + 1])
                        if (!double.IsNaN(number))
                            lines.Add(exercise.Number, $"{option.Name} {number.ToString(CultureInfo.InvariantCulture)}{unit}");
                }
            }
            return lines;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Demos))]
    public void A_small_run_ends_well_and_leaves_nothing(int number)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), NeedsLinux);
        var small = _catalogue.Find($"{number}")!.Small.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var demo = new DemoProcess(["run", $"{number}", .. small]);
        var exitCode = demo.EndAndAssertNothingLeft();
        Assert.Equal((0, ""), (exitCode, demo.Error));
        Assert.NotEmpty(demo.Output);
    }

    [SkippableTheory]
    [MemberData(nameof(Demos))]
    public void Ctrl_C_ends_it_with_130_and_leaves_nothing(int number)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), NeedsLinux);
        using var demo = new DemoProcess(["run", $"{number}", .. Longer(number)]);
        demo.AwaitFirstSign();
        demo.Send(DemoProcess.Interrupt, wholeGroup: true);
        AssertInterrupted(demo);
    }

    [SkippableTheory]
    [MemberData(nameof(Demos))]
    public void A_signal_that_only_it_gets_ends_it_with_130_and_leaves_nothing(int number)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), NeedsLinux);
        using var demo = new DemoProcess(["run", $"{number}", .. Longer(number)]);
        demo.AwaitFirstSign();
        demo.Send(DemoProcess.Terminate);
        AssertInterrupted(demo);
    }

    // What makes it last until a signal comes: as it is it may have ended by then.
    private static string[] Longer(int number) => number == 604 ? ["--capacity", "1048576"] : [];

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_number_out_of_range_is_refused_before_anything_is_printed(int number, string option)
    {
        using var world = new World { Catalogue = _catalogue };
        var (exitCode, output, error) = world.Run(["run", $"{number}", .. option.Split(' ')]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"{option}: must be ", error);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    private static void AssertInterrupted(DemoProcess demo)
    {
        var exitCode = demo.EndAndAssertNothingLeft();
        Assert.True(exitCode == 130 && demo.Error == "interrupted\n",
            $"exit code {exitCode}, errors: {demo.Error}output: {demo.Output}");
    }
}
