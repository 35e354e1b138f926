namespace Workbook.Examples.Locks.Barriers;

/// <summary>All generations of a world, computed by one thread, one after the other: what is right by definition.</summary>
/// <remarks>Any thread may call any member: nothing changes after the constructor.</remarks>
public sealed class Chronicle
{
    private readonly List<string[]> _generations = [];

    /// <summary>Computes them, starting from <paramref name="world"/> in generation 0.</summary>
    public Chronicle(World world, int generations, CancellationToken cancel = default)
    {
        var everything = new Band(1, 0, world.Rows);
        for (var generation = 0; generation <= generations; generation++)
        {
            cancel.ThrowIfCancellationRequested();
            _generations.Add([.. Enumerable.Range(0, world.Rows).Select(row => world.RowText(row, generation))]);
            if (generation < generations) world.Step(everything, generation);
        }
    }

    /// <summary>The cells of <paramref name="band"/> that are wrong in <paramref name="generation"/>, row by row.</summary>
    public IEnumerable<WrongCell> Wrong(World world, Band band, int generation)
    {
        for (var row = band.First; row < band.End; row++)
        {
            for (var column = 0; column < world.Columns; column++)
            {
                var alive = world.IsAlive(row, column, generation);
                if (alive != (_generations[generation][row][column] == '#'))
                    yield return new WrongCell(generation, row, column, band, alive);
            }
        }
    }
}
