using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

public static class Check
{
    [Check("no number is given twice", Points = 4, Explains = "Two threads were given the same number.")]
    public static void No_number_twice()
    {
        var numbers = new Counter();
        var (first, second) = (0, 0);
        Together.Run(("a", () => first = numbers.Next()), ("b", () => second = numbers.Next()));
        Must.Hold(first != second, $"both threads were given {first}");
    }

    [Check("no number is left out", Points = 3, Explains = "A number was given to nobody.")]
    public static void None_left_out()
    {
        var numbers = new Counter();
        Together.Run(("a", () => numbers.Next()), ("b", () => numbers.Next()));
        Must.Equal(3, numbers.Next(), "the third number");
    }

    [Check("the first number is 1", Points = 3, Explains = "Counting begins at 1.")]
    public static void First_is_one() => Must.Equal(1, new Counter().Next(), "the first number");
}
