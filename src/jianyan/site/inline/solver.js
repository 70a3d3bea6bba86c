(function(){
var f=document.querySelector('form.ask'),w=f&&f.elements.work,s=window.crypto&&crypto.subtle,e=new TextEncoder(),sent;
if(!w||!s)return;
var salt=f.elements.form_token.value,want=w.dataset.challenge,most=+w.dataset.most;
function hex(b){return Array.from(new Uint8Array(b),function(x){return('0'+x.toString(16)).slice(-2)}).join('')}
function next(n){
var all=[];
for(var i=n;i<Math.min(n+100,most);i++)all.push(s.digest('SHA-256',e.encode(salt+i)));
return Promise.all(all).then(function(d){
for(var i=0;i<d.length;i++)if(hex(d[i])===want){w.value=n+i;return}
if(n+100<most)return next(n+100)
})}
var done=next(0).catch(function(){}).then(function(){w=null;if(sent)f.submit()});
f.addEventListener('submit',function(v){if(w&&!v.defaultPrevented){v.preventDefault();sent=1}});
})();
