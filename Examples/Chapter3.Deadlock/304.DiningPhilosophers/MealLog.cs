// What each philosopher does, in the order in which it was written down:
//
//      thinks ----> is hungry ----> eats ----> thinks        hungry: before PickUp        eats: after PickUp, before PutDown
//
//   I1  Two who are in the log as eating at the same time did have their forks at the same time.

using System.Diagnostics;
using Workbook.Concurrency.Signals;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Deadlock.Philosophers;

/// <summary>Writes down who is hungry and who eats, draws it, and audits it.</summary>
/// <remarks>Any thread may call any member; the figures are exact when all have left the table.</remarks>
public sealed class MealLog
{
    private readonly Stage _stage;
    private readonly int _enough;
    private readonly OneShotLatch _allHaveHadEnough = new();

    private readonly Lock _lock = new(); // guards:
    private readonly LiveView? _view;
    private readonly Mood[] _moods;
    private readonly int[] _meals;
    private readonly long[] _hungrySince;
    private readonly List<string> _together = [];
    private int _mostEating;
    private TimeSpan _longestHunger;

    /// <param name="stage">In a terminal, shows the table as it changes.</param>
    /// <param name="title">What stands above it.</param>
    /// <param name="view">Where it is drawn; null for not at all.</param>
    /// <param name="seats">How many philosophers there are.</param>
    /// <param name="enough">After how many meals of each it is time to go.</param>
    public MealLog(Stage stage, string title, LiveView? view, int seats, int enough)
    {
        (_stage, Title, _view, _enough) = (stage, title, view, enough);
        (_moods, _meals, _hungrySince) = (new Mood[seats], new int[seats], new long[seats]);
    }

    private enum Mood { Thinks, Hungry, Eats }

    /// <summary>The name of the table.</summary>
    public string Title { get; }

    /// <summary>Whether everybody has eaten as often as was asked for. True is final.</summary>
    public bool AllHaveHadEnough => _allHaveHadEnough.IsOpen;

    /// <summary>The meals of each seat.</summary>
    public IReadOnlyList<int> Meals { get { lock (_lock) return [.. _meals]; } }

    /// <summary>How many ate at the same time, at most.</summary>
    public int MostEating { get { lock (_lock) return _mostEating; } }

    /// <summary>The longest time from hunger to meal.</summary>
    public TimeSpan LongestHunger { get { lock (_lock) return _longestHunger; } }

    /// <summary>Neighbours who ate at the same time; empty if the table is right.</summary>
    public IReadOnlyList<string> Together { get { lock (_lock) return [.. _together]; } }

    /// <summary>The name of a seat, P1 first.</summary>
    public static string NameOf(int seat) => $"P{seat + 1}";

    /// <summary>A philosopher is about to pick up forks.</summary>
    public void Hungry(int seat)
    {
        lock (_lock)
        {
            (_moods[seat], _hungrySince[seat]) = (Mood.Hungry, Stopwatch.GetTimestamp());
            Draw();
        }
    }

    /// <summary>A philosopher has both forks.</summary>
    public void Eats(int seat)
    {
        lock (_lock)
        {
            var hunger = Stopwatch.GetElapsedTime(_hungrySince[seat]);
            if (hunger > _longestHunger) _longestHunger = hunger;
            _moods[seat] = Mood.Eats;
            _meals[seat]++;
            _mostEating = Math.Max(_mostEating, _moods.Count(mood => mood == Mood.Eats));

            foreach (var neighbour in new[] { (seat + _moods.Length - 1) % _moods.Length, (seat + 1) % _moods.Length })
                if (_moods[neighbour] == Mood.Eats) _together.Add($"{NameOf(seat)} and {NameOf(neighbour)}");
            if (_meals.Min() >= _enough) _allHaveHadEnough.Open();
            Draw();
        }
    }

    /// <summary>A philosopher is about to put the forks down, or has given up.</summary>
    public void Thinks(int seat)
    {
        lock (_lock)
        {
            _moods[seat] = Mood.Thinks;
            Draw();
        }
    }

    private void Draw()
    {
        if (!_stage.IsTerminal) return;
        _view?.Show([Title.PadRight(24), .. _moods.Select((mood, seat) =>
            $"  {NameOf(seat),-4} {Word(mood),-8} {_meals[seat],5} {new string('#', Math.Min(_meals[seat], 40))}")]);
    }

    private static string Word(Mood mood) => mood switch { Mood.Eats => "|eats|", Mood.Hungry => "hungry", _ => "thinks" };
}
