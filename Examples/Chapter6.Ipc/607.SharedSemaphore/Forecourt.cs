using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Ipc.PetrolStation;

/// <summary>What one sees who reads the diary: prints each line, and counts how many were inside.</summary>
internal sealed class Forecourt(Stage stage, int pumps)
{
    private const char Dead = 'x';

    private readonly int[] _places = new int[pumps + 1];       // the car at each pump, 0 = none; [0] is not used
    private readonly Dictionary<int, long> _since = [];        // when each car came, or took its pump
    private readonly List<(int Car, long From, long To, char Mark)> _spans = [];
    private int _waiting, _visits, _most, _collisions, _dead;
    private int _mostWithDead, _mostAfterwards;                // of the living, with --kill
    private bool _isPermitLost;

    /// <summary>How many of the living have come, and how many have taken a pump.</summary>
    public (int Came, int Took) Living { get; private set; }

    /// <returns>True when it was the last line of that car.</returns>
    public bool Show(Diary.Line line)
    {
        var before = _since.GetValueOrDefault(line.Car);
        _since[line.Car] = line.At;
        switch (line.What)
        {
            case Diary.Deed.Comes:
                _waiting++;
                Living = (Living.Came + 1, Living.Took);
                return false;
            case Diary.Deed.Takes:
                _waiting--;
                if (_places[line.Pump] != 0) _collisions++;
                _places[line.Pump] = line.Car;
                _spans.Add((line.Car, before, line.At, '.'));
                Living = (Living.Came, Living.Took + 1);
                Count();
                break;
            case Diary.Deed.Leaves:
                _places[line.Pump] = 0;
                _visits++;
                _spans.Add((line.Car, before, line.At, line.Pump < 10 ? (char)('0' + line.Pump) : '#'));
                break;
            default: return true;
        }
        stage.WriteLine($"{$"car {line.Car} {line.What.ToString().ToLowerInvariant()} pump {line.Pump}",-22}{Picture()}");
        return false;
    }

    public void Killed(int car, int pid)
    {
        (_dead, _isPermitLost, Living) = (car, true, (0, 0));
        stage.WriteLine($"{$"car {car} is killed",-22}{Picture()}  process {pid}, kill -9");
    }

    public void GaveBack(int count)
    {
        _isPermitLost = false;
        _spans.Add((_dead, _since[_dead], Stopwatch.GetTimestamp(), Dead));
        for (var pump = 1; pump <= pumps; pump++) if (_places[pump] == _dead) _places[pump] = 0;
        stage.WriteLine($"{$"{count} permit given back",-22}{Picture()}");
    }

    public void Sum(int free)
    {
        if (_spans.Count > 0)
        {
            var start = _spans.Min(span => span.From);
            int Tick(long at) => (int)(Stopwatch.GetElapsedTime(start, at).TotalMilliseconds / 5);
            stage.Gantt("a column is 5 ms, or what fits", [.. _spans.OrderBy(span => span.Car)
                .Select(span => new GanttSpan(
                    $"car {span.Car}", Tick(span.From), Math.Max(Tick(span.To), Tick(span.From) + 1), span.Mark))],
                $". waits   1 2 .. at that pump{(_dead != 0 ? $"   {Dead} dead, at its pump" : "")}");
        }
        stage.WriteLine(
            $"{_visits} visits; most inside at once: {_most}, of {pumps} pumps; {_collisions} times two cars at one pump");
        if (_dead != 0)
            stage.WriteLine(
                $"living cars inside at once: at most {_mostWithDead} while the dead one had its permit, " +
                $"{_mostAfterwards} afterwards");
        stage.WriteLine($"free permits at the end: {free} of {pumps}");
    }

    private void Count()
    {
        var inside = _places.Count(car => car != 0);
        var living = _places.Count(car => car != 0 && car != _dead);
        _most = Math.Max(_most, inside);
        if (_isPermitLost) _mostWithDead = Math.Max(_mostWithDead, living);
        else if (_dead != 0) _mostAfterwards = Math.Max(_mostAfterwards, living);
    }

    private string Picture() =>
        $"[{string.Join(" ", _places.Skip(1).Select(car => car == 0 ? "-" : $"{car}"))}]  waiting {_waiting}";
}
