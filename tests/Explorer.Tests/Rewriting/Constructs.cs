namespace Workbook.Explorer.Tests.Rewriting;

/// <summary>What a learner may write, construct by construct. Each program has a method Run that says what came of it.</summary>
public static class Constructs
{
    public static TheoryData<string, string> All => new()
    {
        { "generic classes, methods and constraints", """
            class Pair<TA, TB> where TB : struct { public TA A; public TB B; public (TA, TB) Both() => (A, B);
                public static int Made; public Pair() => Made++; }
            static T Max<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b;
            static T New<T>() where T : new() => new T();
            class Thing { public int X = 4; }
            public static object Run()
            {
                var p = new Pair<string, int> { A = "a", B = 2 };
                p.B += 3; p.A += "b";
                var q = new Pair<int[], DateTime> { A = [1] };
                q.A[0]++;
                return $"{p.Both()} {q.A[0]} {Max(3, 4)} {Max("x", "y")} {New<Thing>().X} {Pair<string, int>.Made}";
            }
            """ },
        { "static abstract members and constrained calls", """
            interface IShape<TSelf> where TSelf : IShape<TSelf> { static abstract TSelf Make(int x);
                static virtual int Sides => 4; int Area(); }
            struct Square : IShape<Square> { int _x; public static Square Make(int x) => new() { _x = x };
                public int Area() => _x * _x; public override string ToString() => $"S{_x}"; }
            class Circle : IShape<Circle> { public int R; public static Circle Make(int x) => new() { R = x };
                public static int Sides => 0; public int Area() => 3 * R; }
            static string Show<T>(int x) where T : IShape<T> { var s = T.Make(x);
                return $"{s.Area()} {T.Sides} {s.GetHashCode() != -1}"; }
            static T Sum<T>(params T[] all) where T : System.Numerics.INumber<T> { var sum = T.Zero;
                foreach (var x in all) sum += x; return sum; }
            public static object Run() => Show<Square>(3) + Show<Circle>(2) + Sum(1, 2, 3) + Sum(1.5, 2) + Square.Make(7);
            """ },
        { "structs in generics", """
            struct Counter : IDisposable { public int Count; public void Add() => Count++; public void Dispose() => Count = -1; }
            interface IAdd { void Add(); int Value { get; } }
            struct Adder : IAdd { int _v; public void Add() => _v++; public int Value => _v; }
            class Box<T> { public T Value; public T[] Many = new T[2]; public ref T Place => ref Value; }
            static int Twice<T>(ref T x) where T : IAdd { x.Add(); x.Add(); return x.Value; }
            public static object Run()
            {
                var box = new Box<Counter>();
                box.Value.Add(); box.Value.Add(); box.Place.Add(); box.Many[1].Add(); box.Many[1].Count += 5;
                var adder = new Box<Adder>();
                return $"{box.Value.Count} {box.Many[0].Count} {box.Many[1].Count} {Twice(ref adder.Value)} "
                    + $"{Twice(ref adder.Many[0])} {adder.Many[1].Value}";
            }
            """ },
        { "lambdas, local functions, static lambdas, nested closures", """
            public static object Run()
            {
                int x = 1, y = 2;
                int Local(int a) { y++; return a + x; }
                static int Static(int a) => a * 2;
                var list = new List<Func<int>>();
                for (var i = 0; i < 3; i++) { var k = i; list.Add(() => { k += x; int Inner() => k * y; return Inner(); }); }
                Func<int, Func<int, int>> add = a => b => a + b + x;
                Func<int, int> st = static a => a + 1;
                Action inc = () => x++;
                inc(); inc += inc; inc();
                return string.Join(",", list.Select(f => f())) + $" {Local(3)} {Static(4)} {add(1)(2)} {st(5)} {x} {y}";
            }
            """ },
        { "iterators", """
            static IEnumerable<int> Count(int n) {
                try { for (var i = 0; i < n; i++) { if (i == 3) yield break; yield return i * i; } } finally { _ended++; } }
            static int _ended;
            class Tree : IEnumerable<string> { public Tree Left; public string Name;
                public IEnumerator<string> GetEnumerator() { if (Left != null) foreach (var x in Left) yield return x;
                yield return Name; } System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() =>
                GetEnumerator(); }
            public static object Run() =>
                string.Join(" ", Count(10)) + string.Join(" ", new Tree { Name = "b", Left = new Tree { Name = "a" } })
                + Count(2).Take(1).Sum() + _ended;
            """ },
        { "using, try, catch, when, finally, with locks inside", """
            class Held : IDisposable { public static string Log = ""; public string N; public void Dispose() => Log += N; }
            static readonly object _gate = new();
            static readonly Lock _lock = new();
            static int Try(int x)
            {
                using var a = new Held { N = "a" };
                try
                {
                    lock (_gate) { lock (_lock) { if (x == 1) throw new ArgumentException("one");
                        if (x == 2) throw new InvalidOperationException("two"); } }
                    if (x == 3) return 30;
                    using (var b = new Held { N = "b" }) return int.Parse("x" + x);
                }
                catch (ArgumentException e) when (e.Message == "one") { return 1; }
                catch (InvalidOperationException) { try { throw; } catch (Exception e) { return e.Message.Length; } }
                catch (FormatException e) when (Log(e)) { return -1; }
                catch { return 9; }
                finally { Held.Log += "f"; lock (_gate) Held.Log += Monitor.IsEntered(_gate); }
            }
            static bool Log(Exception e) { Held.Log += e.GetType().Name; return false; }
            public static object Run() =>
                $"{Try(1)} {Try(2)} {Try(3)} {Try(4)} {Held.Log} {Monitor.IsEntered(_gate)} {_lock.IsHeldByCurrentThread}";
            """ },
        { "ref locals, returns, fields and parameters", """
            class C { public int X; public (int A, int B) P; public ref int Ref() => ref X; public int[] Many = [1, 2, 3];
                public ref int At(int i) => ref Many[i]; }
            ref struct Holder { public ref int Value; public readonly ref int Get() => ref Value;
                public Holder(ref int x) => Value = ref x; }
            static void Swap(ref int a, ref int b) => (a, b) = (b, a);
            static bool TryGet(int x, out int y) { y = x + 1; return y > 2; }
            static int Sum(in (int A, int B) p, ref readonly int q) => p.A + p.B + q;
            static ref int Larger(ref int a, ref int b) { if (a > b) return ref a; return ref b; }
            public static object Run()
            {
                var c = new C();
                ref int x = ref c.X; x = 5; c.Ref() += 2; c.At(1) *= 10;
                ref var p = ref c.P; p.A = 3; p.B++; c.P.B += 4;
                Swap(ref c.Many[0], ref c.Many[2]); Swap(ref c.X, ref c.P.A);
                Larger(ref c.X, ref c.Many[1]) = 99;
                var holder = new Holder(ref c.Many[2]); holder.Value++; holder.Get() += 10;
                foreach (ref var each in c.Many.AsSpan()) each++;
                x = ref c.Many[0]; x--;
                return $"{c.X} {c.P} {string.Join(",", c.Many)} {TryGet(2, out var y)} {y} {Sum(c.P, in c.X)}";
            }
            """ },
        { "ref structs and spans", """
            ref struct Reader { ReadOnlySpan<char> _rest; public Reader(ReadOnlySpan<char> s) => _rest = s;
                public int Next() { var x = _rest[0] - '0'; _rest = _rest[1..]; return x; } public void Dispose() { } }
            static int Sum(params ReadOnlySpan<int> all) { var s = 0; foreach (var x in all) s += x; return s; }
            static T First<T>(scoped ReadOnlySpan<T> all) => all[0];
            static int Count<T>(T x) where T : allows ref struct => 1;
            public static object Run()
            {
                using var r = new Reader("123");
                Span<int> s = stackalloc int[4]; s[1] = r.Next(); s[2] = s[1]++ + r.Next(); s.Slice(2)[1] = 7;
                var array = new int[5]; var span = array.AsSpan(1, 3); span.Fill(2); span[^1] = 8; span[0] += 3;
                (int, string)[] pairs = [(1, "a")]; pairs.AsSpan()[0].Item1++;
                return $"{s[1]} {s[2]} {s[3]} {string.Join(",", array)} {pairs[0]} {Sum(1, 2, 3)} {Sum()} "
                    + $"{First<int>(span)} {Count(s)}";
            }
            """ },
        { "structs and readonly structs", """
            struct P { public int X, Y; public Q Q; public readonly int Sum => X + Y + Q.Z;
                public void Move(int d) { X += d; Q.Z++; this.Q.Inner.W += 2; }
            public P With(int x) { var copy = this; copy.X = x; return copy; } }
            struct Q { public int Z; public R Inner; }
            struct R { public long W; public string S; }
            readonly struct V(int a, string b) { public int A { get; } = a; public readonly string B = b;
                public V Next() => new(A + 1, B + "!"); }
            class C { public P P; public readonly P Frozen = new() { X = 7 }; public V V = new(1, "v");
                public P[] Ps = new P[2]; public static P S; public P? Maybe; }
            public static object Run()
            {
                var c = new C();
                c.P.Move(3); c.P.Q.Z += 5; c.P.Q.Inner.S = "s"; c.Ps[1].Move(1); c.Ps[1].Q.Inner.W++; C.S.Move(2);
                C.S.Q.Inner = new() { W = 4 };
                c.V = c.V.Next(); var copy = c.P; copy.X = 100; c.Frozen.Move(50);
                (c.P.X, c.P.Y) = (c.P.Y, c.P.X); c.Maybe = c.P; var z = c.Maybe.Value.Q.Z; c.P = c.P.With(11);
                c.Ps[0] = c.P; c.P = default;
                object boxed = c.Ps[1]; var unboxed = (P)boxed; unboxed.X++;
                return $"{c.P.Sum} {copy.X} {copy.Q.Inner.S} {c.Ps[0].Sum} {c.Ps[1].Sum} {c.Ps[1].Q.Inner.W} {C.S.Sum} "
                    + $"{C.S.Q.Inner.W} {c.V.A}{c.V.B} {c.Frozen.X} {z} {unboxed.X} {((P)boxed).X} {boxed.Equals(c.Ps[1])}";
            }
            """ },
        { "patterns and switches", """
            abstract record Shape; record Circle(int R) : Shape; record Rect(int W, int H) : Shape;
            static string Show(object x) => x switch
            {
                null => "null", 0 => "zero", int n and > 0 and < 10 => $"small {n}", int n when n % 2 == 0 => "even",
                    int => "int", string { Length: > 3 } s => s[..3],
                string => "short", Circle { R: var r } => $"c{r}", Rect(var w, 2) => $"r{w}", Rect { W: 1 or 2 }
                => "thin", int[] and [1, .., var last] => $"list {last}", int[] { Length: 0 } => "empty",
                int[] a => $"{a.Length}", (int a, string b) => $"{a}{b}", _ => x.GetType().Name,
            };
            static int Old(string s) { switch (s) { case "one": return 1; case "two": goto case "one";
                case "three": return 3; case "four": case "five": return 5; case "six": return 6; case "seven": return 7;
            case "eight": goto default; default: return -1; } }
            static int Dense(int i) { switch (i) { case 0: return 10; case 1: return 11; case 2: goto case 4;
                case 3: return 13; case 4: return 14; default: return 0; } }
            public static object Run() =>
                string.Join(" ", new object[] { null, 0, 5, 12, 13, "abcd", "a", new Circle(3), new Rect(4, 2),
                new Rect(1, 9), new[] { 1, 2, 3 }, Array.Empty<int>(), new[] { 5 }, (1, "x"), 2.5 }.Select(Show))
                + Old("two") + Old("five") + Old("eight") + Dense(2) + Dense(3) + Dense(9) + ("x" is { Length: 1 } and not "y");
            """ },
        { "records", """
            record Person(string Name, int Age) { public int Visits { get; set; }
                public virtual string Hello() => $"I am {Name}"; }
            record Student(string Name, int Age, params int[] Marks)
                : Person(Name, Age) { public override string Hello() => base.Hello() + "!"; }
            record struct Money(long Cents) { public static Money operator +(Money a, Money b) => new(a.Cents + b.Cents); }
            readonly record struct Range2(int From, int To);
            public static object Run()
            {
                var p = new Person("a", 1) { Visits = 2 }; var q = p with { Age = 2 }; q.Visits++;
                var m = new Money(5); m.Cents += 3; m += new Money(1);
                var (name, age) = q;
                return $"{p} {q} {p == q} {p == p with { }} {new Student("s", 2, 1, 2).Hello()} {m} {m with { Cents = 0 }} "
                    + $"{name} {age} {new Range2(1, 2) == new Range2(1, 2)}";
            }
            """ },
        { "lock on an object and on a Lock", """
            static readonly object _a = new(); static readonly Lock _b = new(); static int _x;
            public static object Run()
            {
                lock (_a) lock (_a) lock (_b) { _x++; lock (_b) _x++; }
                using (_b.EnterScope()) _x++;
                for (var i = 0; i < 3; i++) { lock (_a) { if (i == 1) continue; if (i == 2) break; _x += 10; } }
                bool taken = false; try { Monitor.Enter(_a, ref taken); _x++; } finally { if (taken) Monitor.Exit(_a); }
                return $"{_x} {_b.TryEnter()} {Monitor.TryEnter(_a)}";
            }
            """ },
        { "collection expressions and initializers", """
            static int Sum(IEnumerable<int> x) => x.Sum();
            public static object Run()
            {
                int[] a = [1, 2, .. Enumerable.Range(3, 2)]; List<int> b = [.. a, 9]; Span<int> c = [7, 8];
                ReadOnlySpan<string> d = ["x", "y"]; int[][] e = [[1], [2, 3], []]; HashSet<int> f = [1, 1, 2];
                IReadOnlyList<int> g = [4, 5];
                var h = new Dictionary<string, List<int>> { ["a"] = [1], ["b"] = new() { 2, 3 } };
                var i = new { A = 1, B = "b" };
                return $"{a.Length} {b.Count} {c[1]} {d[0]} {e[1][1]} {f.Count} {g[0]} {Sum([1, 2, 3])} {h["b"][1]} {i} "
                    + $"{b is [1, .., 9]} {a[^1]} {string.Join(",", a[1..3])}";
            }
            """ },
        { "strings", """"
            static string Raw(int x) => $$"""a {{{x}}} "quoted" """;
            public static object Run() { var x = 3.14159; var s = "abc"; s += 'd';
                return $"{x:F2} {s,6} {s,-6}| {(s.Length > 3 ? "long" : "short")} {Raw(4)} {nameof(Run)} {"u8"u8.Length} "
                    + $"{s[1]} {$"{s}{x:0}"} {string.Create(3, s, (span, t) => t.AsSpan(0, 3).CopyTo(span))}"; }
            """" },
        { "properties, the field keyword, indexers, init and required", """
            class C
            {
                public int Positive { get; set => field = value < 0 ? 0 : value; }
                public string Lazy => field ??= Make(); int _made; string Make() => "made" + ++_made;
                public required string Name { get; init; }
                int[] _items = new int[3]; public int this[int i] { get => _items[i]; set => _items[i] = value; }
                public int this[string s, int k = 2] => s.Length + k;
                public static int Count { get; private set; } public C() => Count++;
            }
            public static object Run() { var c = new C { Name = "n", Positive = -3 }; c.Positive += 4; c[1] = 5; c[1]++;
                c[2] += c[1]; return $"{c.Positive} {c.Lazy}{c.Lazy} {c.Name} {c[2]} {c["abc"]} {C.Count}"; }
            """ },
        { "extension members", """
            public static object Run() { int[] a = [1, 2, 3];
                return $"{a.Second} {a.Plus(2)} {"x".Twice()} {Numbers.Two.Length} {Numbers.Three}"; }
            } public static class Extensions
            {
                extension(int[] source) { public int Second => source[1];
                    public int Plus(int x) { source[0] += x; return source.Sum(); } }
                extension(Numbers) { public static int[] Two => new int[2]; public static int Three => 3; }
                public static string Twice(this string s) => s + s; } public class Numbers {
            """ },
        { "tuples and deconstruction", """
            static (int Min, int Max) Bounds(params int[] x) => (x.Min(), x.Max());
            class C { public (int A, (string B, long C) D) T; public void Deconstruct(out int a, out string b) =>
                (a, b) = (T.A, T.D.B); }
            public static object Run()
            {
                var (min, max) = Bounds(3, 1, 2); (min, max) = (max, min); var c = new C(); c.T.D.B = "b"; c.T.D.C += 5;
                c.T.A = ++min; var (a, b) = c;
                var big = (1, 2, 3, 4, 5, 6, 7, 8, 9); big.Item9++; var list = new List<(int X, string Y)> { (1, "y") };
                foreach (var (x, y) in list) b += y + x;
                return $"{min} {max} {c.T} {a} {b} {big.Item9} {(1, 2) == (1, 2)} {big}";
            }
            """ },
        { "nullable", """
            class C { public int? X; public C Next; public DateTime? When; public string S; }
            public static object Run() { var c = new C(); c.X ??= 4; c.X++; c.X += null; var y = c.X ?? 7;
                c.Next ??= new C { X = 1 }; c.Next.X *= 3; c.S ??= "s";
            return $"{c.X} {y} {c.Next?.X} {c.Next?.Next?.X} {c.When?.Year} {c.X.HasValue} {c.X.GetValueOrDefault()} "
                + $"{c.S!.Length} {c?.Next?.S?.Length ?? -1}"; }
            """ },
        { "checked arithmetic, shifts and conversions", """
            static int _i = int.MaxValue; static byte _b = 250;
            public static object Run()
            {
                string s = ""; try { checked { _i++; } } catch (OverflowException) { s += "o"; } unchecked { _i++; }
                try { s += checked((byte)(_b + 10)); } catch (OverflowException) { s += "p"; } _b += 10; _b <<= 1;
                _b >>>= 1; short h = (short)_b; h--; var u = (uint)_i >> 28; u ^= 3; nint n = 5; n += 2; decimal d = 1.1m;
                d += 2; float f = 1; f /= 3; Int128 big = 5; big *= big; char c = 'a'; c++; s += (double)h / 2;
                return $"{s} {_i} {_b} {h} {u} {n} {d} {f:F3} {big} {c} {-7 % 3} {-7 >> 1} {~5} {sizeof(long)} {(int)2.9} "
                    + $"{5 / 2.0}";
            }
            """ },
        { "unsafe, pointers, fixed and stackalloc", """
            unsafe struct Fixed { public fixed int Many[4];
                public int Sum() { var s = 0; for (var i = 0; i < 4; i++) s += Many[i]; return s; } }
            struct Node { public int Value; public unsafe Node* Next; }
            [System.Runtime.CompilerServices.InlineArray(3)] struct Three { int _first; }
            class C { public int X = 3; public int[] A = [1, 2, 3]; public Fixed F; public Three T; }
            static unsafe int Add(int* p, int n) { var s = 0; while (n-- > 0) s += *p++; return s; }
            public static unsafe object Run()
            {
                var c = new C(); int s; fixed (int* p = c.A) { p[1] = 20; *(p + 2) += 5; s = Add(p, 3); }
                fixed (int* x = &c.X) *x = 8; c.F.Many[2] = 6; c.F.Many[3]++; c.T[1] = 4; c.T[2]++;
                var b = stackalloc byte[8]; *(long*)b = 0x0102030405060708;
                Node second = new() { Value = 2 }, first = new() { Value = 1, Next = &second }; first.Next->Value += 10;
                (&first)->Value++;
                delegate*<int*, int, int> f = &Add; int one = 1; fixed (char* t = "hey") s += t[1]; var e = &one; ++*e;
                void* v = &one;
                return $"{s} {c.X} {c.F.Sum()} {c.T[1]}{c.T[2]} {b[0]} {second.Value} {first.Value} {f(&one, 1)} {*(int*)v} "
                    + $"{sizeof(Node) > 4} {string.Join(",", c.A)}";
            }
            """ },
        { "volatile fields", """
            class C { public volatile int X; public volatile string S = "a"; public static volatile bool Done;
                public volatile S2 E; } enum S2 : byte { A, B }
            struct V { public volatile int Y; }
            class D { public V V; public V[] Vs = new V[2]; }
            public static object Run() { var c = new C(); c.X = 3; c.X++; c.X += c.X; c.S += "b"; C.Done = !C.Done;
                c.E = S2.B; var d = new D(); d.V.Y = 4; d.V.Y++; d.Vs[1].Y += 2; ref var v = ref d.V; v.Y *= 2;
            return $"{c.X} {c.S} {C.Done} {c.E} {d.V.Y} {d.Vs[1].Y}"; }
            """ },
        { "arrays: jagged, rectangular, of structs, of references", """
            struct P { public int X, Y; public void Inc() => X++; }
            class C { public int[,] Grid = { { 1, 2 }, { 3, 4 } }; public string[,,] Cube = new string[2, 2, 2];
                public P[,] Ps = new P[2, 2]; public int[][,] Mixed = [new int[2, 2]]; }
            static void Fill<T>(T[,] a, T x) { for (var i = 0; i < a.GetLength(0); i++) for (var j = 0; j < a.GetLength(1);
                j++) a[i, j] = x; }
            public static object Run()
            {
                var c = new C(); c.Grid[1, 0] += 5; c.Grid[0, 1]++; ref int r = ref c.Grid[0, 0]; r = 9;
                c.Cube[1, 0, 1] = "x"; c.Cube[1, 0, 1] += "y"; c.Ps[1, 1].X = 3; c.Ps[1, 1].Inc(); c.Ps[0, 1] = c.Ps[1, 1];
                c.Ps[0, 1].Y--; c.Mixed[0][1, 1]++;
                object[] o = new string[] { "s" }; try { o[0] = 1; } catch (ArrayTypeMismatchException) { o[0] = "t"; }
                var l = new long[3]; l[2] = 5; l[(long)2]++; l[2u]--; byte[] b = [255]; b[0]++; b[0]--;
                bool[] bs = new bool[2]; bs[1] ^= true; float[] fs = [1.5f]; fs[0] *= 2; nint[] ns = [4]; ns[0]++;
                var fills = new string[2, 1]; Fill(fills, "f"); int[][] j = [[1], [2, 3]]; j[1][0] += j[0][0];
                int?[] q = [null]; q[0] ??= 5; decimal[] d = [1m]; d[0] += 1;
                try { c.Grid[5, 5]++; } catch (IndexOutOfRangeException) { l[0] = 1; } int[] none = null;
                try { none[0]++; } catch (NullReferenceException) { l[1] = 1; }
                return $"{string.Join(",", c.Grid.Cast<int>())} {c.Cube[1, 0, 1]} "
                    + $"{c.Ps[1, 1].X}{c.Ps[0, 1].Y}{c.Ps[0, 1].X} {c.Mixed[0][1, 1]} {o[0]} {string.Join(",", l)} {b[0]} "
                    + $"{bs[1]} {fs[0]} {ns[0]} {fills[1, 0]} {j[1][0]} {q[0]} {d[0]}";
            }
            """ },
        { "events, delegates and operators", """
            class Bell { public event Action<int> Rings; public static event EventHandler All;
                public void Ring(int x) { Rings?.Invoke(x); All?.Invoke(this, EventArgs.Empty); } EventHandler _own;
            public event EventHandler Own { add => _own += value; remove => _own -= value; } }
            delegate ref int RefTo(int[] a); delegate void Out<in T>(T x, out int y);
            struct V { public int X; public static V operator +(V a, V b) => new() { X = a.X + b.X };
                public static V operator ++(V a) => new() { X = a.X + 1 };
            public static implicit operator V(int x) => new() { X = x }; public static explicit operator int(V v) => v.X;
            public static bool operator true(V v) => v.X > 0; public static bool operator false(V v) => v.X <= 0;
            public void operator +=(int d) => X += d; }
            class C { public V V; }
            public static object Run()
            {
                var s = ""; var bell = new Bell(); Action<int> a = x => s += x; bell.Rings += a;
                bell.Rings += x => s += $"<{x}>"; Bell.All += (_, _) => s += "!"; bell.Ring(1); bell.Rings -= a; bell.Ring(2);
                RefTo f = x => ref x[0]; var array = new[] { 1 }; f(array) = 5; Out<string> o = (x, out y) => y = x.Length;
                o("abc", out var n); var c = new C(); c.V += 5; c.V++; c.V = c.V + 3; Func<string> g = s.ToUpper;
                Func<int, int> h = Math.Abs; Delegate d = h; var m = (Func<V, int>)(v => (int)v);
                return $"{s} {array[0]} {n} {c.V.X} {(c.V ? "yes" : "no")} {g().Length} {d.DynamicInvoke(-2)} {m(c.V)} "
                    + $"{bell.GetType().GetEvents().Length}";
            }
            """ },
        { "goto and loops", """
            static int _n;
            public static object Run()
            {
                var i = 0; again: i++; if (i < 5) goto again;
                for (;;) { if (++_n > 10) break; if (_n % 2 == 0) continue; i += _n; } do { i--; } while (i > 20);
                while (true) { try { if (i++ > 25) goto end; continue; } finally { _n++; } } end: foreach (var c in "abc")
                    { foreach (var d in new[] { 1, 2 }) { if (d == 2) goto next; _n += c; } next:; }
                return $"{i} {_n}";
            }
            """ },
        { "exceptions thrown across marks", """
            class C { public int X; public C Next; public int[] A = new int[1]; public int this[int i] => A[i]; }
            static int Throw() => throw new InvalidOperationException();
            static string Try(Action a) { try { a(); return "no"; } catch (Exception e) { return e.GetType().Name; } }
            public static object Run() { C none = null, c = new();
                return string.Join(" ", Try(() => none.X = 1), Try(() => c.X = Throw()), Try(() => c.A[3] = 1),
                Try(() => c.A[0] = Throw()), Try(() => c.Next.Next.X++), Try(() => _ = c[9]),
                Try(() => { ref int r = ref none.X; r = 1; }), Try(() => { object o = "s"; _ = (int)o; }),
                Try(() => c.X /= c.A[0]), Try(() => { int[] a = null; a[0]++; }),
                Try(() => { object[] a = new string[1]; a[0] = 1; }), $"{c.X} {c.A[0]}"); }
            """ },
        { "base calls, virtual calls, default interface methods, explicit implementations", """
            interface I { int A() => 1; int B(); static int C() => 3; private int P() => 4; int Q() => P(); }
            interface J : I { int I.A() => 10; }
            abstract class X : I { protected int _v = 2; public virtual int B() => _v; public abstract int Z { get; }
                int I.A() => 5 + _v; ~X() { } }
            class Y : X, J, IComparable<Y> { public override int B() => base.B() + ++_v; public override int Z => 7;
                public int CompareTo(Y o) => Z - o.Z; public override bool Equals(object o) => true;
            public override int GetHashCode() => 1; public new string ToString() => "new"; } class W : J { int I.B() => 6; }
            public static object Run() { I y = new Y(), w = new W();
                return $"{y.A()} {y.B()} {y.Q()} {I.C()} {w.A()} {w.B()} {new Y().CompareTo(new Y())} {((X)y).Z} "
                    + $"{y.Equals(w)} {((Y)y).ToString()} {y.ToString() != "new"}"; }
            """ },
        { "a long method", "static int _a; static int[] _x = new int[4];\npublic static object Run() { var s = 0; "
            + "for (var i = 0; i < 3; i++) {"
            + string.Concat(Enumerable.Range(0, 150).Select(i =>
            $"if (_a % 7 == {i % 7}) {{ _a += {i}; _x[{i % 4}]++; }} else {{ _x[{i % 4}] += _a; s ^= _x[{(i + 1) % 4}]; }}\n"))
            + "} return $\"{s} {_a} {string.Join(\",\", _x)}\"; }" },
        { "queries, anonymous types, index and range", """
            public static object Run() { var x = new[] { 5, 3, 8 };
                var q = from a in x let b = a * 2 where b > 6 orderby b descending select new { a, b };
            var g = x.GroupBy(a => a % 2).ToDictionary(k => k.Key, v => v.Count()); Index last = ^1; Range r = 1..;
            return string.Join(" ", q) + g[1] + x[last] + x[r].Length + x.Aggregate((a, b) => a - b) + x.Index().Last()
                + string.Join("", x.Zip("abc")); }
            """ },
        { "partial types, nested types, statics, enumerations, attributes", """
            partial class A { public int X = 1; partial void Hook(); public int Get() { Hook(); return X; }
                public partial int P { get; } }
                partial class A { partial void Hook() => X += 5; public partial int P => 9;
                public class In<T> { public static int Count; public class Deep { public T V; public int Bump() => ++Count; } } }
            [Flags] enum F { None, A = 1, B = 2, Both = A | B }
            [Obsolete("no")] class Old { public const long K = 5; public static readonly Guid Id = Guid.Empty; }
            public static object Run() { var f = F.A; f |= F.B; var d = new A.In<string>.Deep { V = "v" }; d.Bump();
                return $"{new A().Get()} {new A().P} {f} {f.HasFlag(F.B)} {d.Bump()} {A.In<int>.Count} {Enum.Parse<F>("B")}"; }
            """ },
        { "primary constructors and captured parameters", """
            class Account(string owner, int balance) { int _moves;
                public int Move(int x) { balance += x; _moves++; return balance; } public string Who => owner + _moves; }
            struct Point(int x) { public int X = x; public int Next() => ++x; }
            public static object Run() { var a = new Account("o", 5); a.Move(3); var p = new Point(1); p.Next();
                return $"{a.Move(-1)} {a.Who} {p.X} {p.Next()}"; }
            """ },
        { "reflection on oneself", """
            class C { public int X = 1; private string _y = "y"; public void M() { } static C() { Made = 3; }
                public static int Made; }
            public static object Run() { var c = new C(); typeof(C).GetField("X").SetValue(c, 4);
                return $"{c.X} {typeof(C).GetMethods().Length} "
                    + $"{typeof(C).GetField("_y", System.Reflection.BindingFlags.NonPublic
                        | System.Reflection.BindingFlags.Instance).GetValue(c)} {Activator.CreateInstance<C>().X} {C.Made} {typeof(C).FullName}"; }
            """ },
        { "expression trees", """
            class C { public int X = 2; }
            public static object Run() { var c = new C(); System.Linq.Expressions.Expression<Func<int, int>> e = a =>
                a + c.X; c.X = 5; return e.Compile()(3) + " " + e.Body.NodeType; }
            """ },
        { "threads of all kinds", """
            static int _x; static readonly object _gate = new();
            class Worker { public int Sum;
                public void Work(object o) { for (var i = 0; i < (int)o; i++) lock (_gate) Sum += i; } }
            public static object Run()
            {
                var w = new Worker(); var a = new Thread(w.Work) { Name = "a" };
                var b = new Thread(() => { lock (_gate) { _x++; Monitor.PulseAll(_gate); } }); a.Start(4); b.Start();
                lock (_gate) while (_x == 0) Monitor.Wait(_gate);
                a.Join(); b.Join(); Interlocked.Add(ref _x, 5); Interlocked.CompareExchange(ref _x, 9, 6);
                Volatile.Write(ref _x, Volatile.Read(ref _x) + 1); Interlocked.Increment(ref w.Sum);
                var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => Interlocked.Add(ref _x, i))).ToList();
                threads.ForEach(t => t.Start()); threads.ForEach(t => t.Join());
                return $"{w.Sum} {_x} {a.IsAlive} {a.Name}";
            }
            """ },
    };
}
