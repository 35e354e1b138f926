namespace Workbook.Examples.Exercises;

/// <summary>The exercises whose numbers begin with the same digit.</summary>
internal sealed record Chapter(int Number, IReadOnlyList<Exercise> Exercises)
{
    public string Title => Number switch
    {
        1 => "Threads",
        2 => "Locks and order",
        3 => "Deadlock",
        4 => "Queues, pools and tasks",
        5 => "Processes",
        6 => "Between processes",
        7 => "Sockets",
        8 => "I/O models",
        9 => "Servers",
        _ => $"Chapter {Number}",
    };
}
