namespace Workbook.Examples.Ipc.Postboxes;

/// <summary>The second program. All that it knows of the first is a name.</summary>
public static class Child
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Posts so many letters, and returns how many got in.</summary>
    public static int Post(string name, int letters)
    {
        var posted = 0;
        for (var number = 1; number <= letters; number++)
            if (LetterBox.TryPost(name, $"letter {number} of process {Environment.ProcessId}", _patience)) posted++;
        return posted;
    }
}
