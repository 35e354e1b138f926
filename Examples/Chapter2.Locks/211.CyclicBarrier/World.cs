// Two planes, used in turn. Generation 4 is computed from plane 0 into plane 1:
//
//      plane 0 (even generations)      plane 1 (odd generations)
//      . . # . .                       . . . . .
//      . # # . .    -- Step(3) -->     . # # # .       each cell from the eight around it, and itself;
//      . . # . .                       . . . . .       beyond an edge lies the opposite one
//
//   I1  Step(g) reads plane g % 2, and writes its own rows of plane (g + 1) % 2.
//
// Bands that step from the same generation never touch the same cell, unless both only read it. One that is a generation
// ahead writes into the very plane that the others still read: that is what the barrier is for. No lock is in here.

using System.Text;

namespace Workbook.Examples.Locks.Barriers;

/// <summary>Conway's game of life on a torus: a living cell with 2 or 3 living neighbours lives on, a dead one with 3 comes to
/// life.</summary>
/// <remarks>Any thread may call any member; the callers keep apart who reads and who writes.</remarks>
public sealed class World
{
    private readonly bool[][,] _planes;

    /// <summary>A world with about 3 of 10 cells alive.</summary>
    /// <param name="rows">At least 3.</param>
    /// <param name="columns">At least 3.</param>
    /// <param name="seed">Equal seeds give equal worlds.</param>
    public World(int rows, int columns, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 3);
        (Rows, Columns) = (rows, columns);
        _planes = [new bool[rows, columns], new bool[rows, columns]];

        var random = new Random(seed);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                _planes[0][row, column] = random.Next(10) < 3;
    }

    /// <summary>The height, in cells.</summary>
    public int Rows { get; }

    /// <summary>The width, in cells.</summary>
    public int Columns { get; }

    /// <summary>Computes the rows of <paramref name="band"/> for the generation after <paramref name="generation"/>.</summary>
    public void Step(Band band, int generation)
    {
        var (from, to) = (_planes[generation % 2], _planes[(generation + 1) % 2]);
        for (var row = band.First; row < band.End; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var around = LivingAround(from, row, column);
                to[row, column] = around == 3 || (around == 2 && from[row, column]);
            }
        }
    }

    /// <summary>Whether a cell is alive in <paramref name="generation"/>, if its plane still holds that one.</summary>
    public bool IsAlive(int row, int column, int generation) => _planes[generation % 2][row, column];

    /// <summary>One row as text, <c>..##.</c></summary>
    public string RowText(int row, int generation)
    {
        var text = new StringBuilder(Columns);
        for (var column = 0; column < Columns; column++) text.Append(IsAlive(row, column, generation) ? '#' : '.');
        return text.ToString();
    }

    private int LivingAround(bool[,] plane, int row, int column)
    {
        int above = (row + Rows - 1) % Rows, below = (row + 1) % Rows;
        int left = (column + Columns - 1) % Columns, right = (column + 1) % Columns;
        int One(int r, int c) => plane[r, c] ? 1 : 0;
        return One(above, left) + One(above, column) + One(above, right) + One(row, left) + One(row, right)
            + One(below, left) + One(below, column) + One(below, right);
    }
}
